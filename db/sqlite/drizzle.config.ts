import { defineConfig } from "drizzle-kit";

// Paths are from the root of the project, where `npm run db:generate` runs.
export default defineConfig({
  dialect: "sqlite",
  schema: "./db/sqlite/schema.ts",
  out: "./db/sqlite/migrations",
});
