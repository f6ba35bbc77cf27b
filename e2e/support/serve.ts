// The server that the suite shares: as `npm start`, with a database of its own where the suite runs on PostgreSQL.

import { databaseUrl, isOnPostgres } from "./database.ts";

if (isOnPostgres) process.env.DATABASE_URL = await databaseUrl(process.env.DATA_DIR ?? "");
await import("../../scripts/start.ts");
