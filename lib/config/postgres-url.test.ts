import { describe, expect, it } from "vitest";
import { readPostgresUrl } from "./postgres-url";

describe("readPostgresUrl", () => {
  it("needs host, user and database; the rest has a default", () => {
    expect(readPostgresUrl("postgres://me:p%40ss%2Fword@localhost/app")).toEqual({
      host: "localhost",
      port: 5432,
      user: "me",
      password: "p@ss/word",
      database: "app",
      tls: "off",
      rootCertificate: undefined,
      poolSize: 10,
      connectTimeoutMs: 1000,
      statementTimeoutMs: 1000,
      prepare: true,
    });
  });

  it("takes the parameters it knows, and a socket's folder as host", () => {
    const given =
      "pool_size=3&connect_timeout_ms=500&statement_timeout_ms=2000&prepare=false&sslrootcert=/ca.pem";
    expect(readPostgresUrl(`postgresql://me@db.example:6432/app?${given}`)).toMatchObject({
      ...{ host: "db.example", port: 6432, poolSize: 3, connectTimeoutMs: 500, statementTimeoutMs: 2000 },
      ...{ prepare: false, rootCertificate: "/ca.pem", tls: "verify-full", password: undefined },
    });
    expect(readPostgresUrl("postgres://me@%2Frun%2Fpostgresql/app")).toMatchObject({
      ...{ host: "/run/postgresql", tls: "off" },
    });
    expect(readPostgresUrl("postgres://me@[::1]/app")).toMatchObject({ host: "::1", tls: "off" });
  });

  it.each([
    ["localhost", "", "off"],
    ["127.0.0.1", "?sslmode=disable", "off"],
    ["localhost", "?sslmode=verify-full", "verify-full"],
    ["db.example", "", "verify-full"],
    ["127.0.0.1.db.example", "", "verify-full"],
  ])("host %s with %j has TLS %s", (host, query, tls) => {
    expect(readPostgresUrl(`postgres://me@${host}/app${query}`).tls).toBe(tls);
  });

  it.each([
    "postgres://db.example/app",
    "postgres://me:hunter2@db.example",
    "postgres://me:hunter2@/app",
    "postgres:me:hunter2@db/app",
    "postgres://me:hunter2@db/app/more",
    "postgres://me:hunt#er2@db/app",
    "postgres://me:hunt@er2@db/app",
    "postgres://me:hunter2@db/app\n",
    "postgres://me:%zz@db/app",
    "postgres://me:hunter2%00@db/app",
    "postgres://me:hunter2@db/app?sslmode=require",
    "postgres://me:hunter2@db/app?sslmode=disable",
    "postgres://me:hunter2@db/app?sslmode=no-verify",
    "postgres://me:hunter2@db/app?options=-cfsync%3Doff",
    "postgres://me:hunter2@db/app?host=127.0.0.1",
    "postgres://me:hunter2@db/app?pool_size=0",
    "postgres://me:hunter2@db/app?pool_size=2&pool_size=3",
    "postgres://me:hunter2@db/app?pool_size=",
    "postgres://me:hunter2@db/app?connect_timeout_ms=1e3",
    "postgres://me:hunter2@db/app?prepare=no",
  ])("refuses %j, and repeats nothing of it", (given) => {
    let message = "";
    try {
      readPostgresUrl(given);
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
      message = String(error);
    }
    expect(message).toMatch(/^TypeError: takes /);
    expect(message).not.toMatch(/hunter2|db\.example|er2|[\r\n]/);
  });
});
