import { defineConfig } from "drizzle-kit";

// Paths are from the root of the project, where `npm run db:generate` runs.
export default defineConfig({
  dialect: "postgresql",
  schema: "./db/postgres/schema.ts",
  out: "./db/postgres/migrations",
});
