import path from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "./config";

describe("readConfig", () => {
  it("needs nothing: every variable has a default", () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: "localhost",
      origin: "http://localhost:3000",
      isLoopback: true,
      dataDir: path.resolve("data"),
      database: { scheme: "sqlite", file: path.resolve("data/coatcheck.db") },
      secretsFile: path.resolve("data/secrets.json"),
      defaultMode: "session",
      demo: true,
      cookieSecure: true,
      trustProxy: 0,
      instanceId: "local",
      metricsToken: null,
    });
  });

  it("takes an empty variable for one that is not set", () => {
    const names = ["PORT", "HOST", "APP_ORIGIN", "DATA_DIR", "DATABASE_URL", "SESSION_STORE_URL", "DEMO"];
    const env = Object.fromEntries(
      [...names, "TRUST_PROXY", "SECRETS_FILE", "METRICS_TOKEN", "INSTANCE_ID"].map((name) => [name, ""]),
    );
    expect(readConfig(env)).toEqual(readConfig({}));
  });

  it("derives the origin from the port and drops the scheme's own port", () => {
    expect(readConfig({ PORT: "8080" }).origin).toBe("http://localhost:8080");
    expect(readConfig({ PORT: "80" }).origin).toBe("http://localhost");
  });

  it.each([
    ["https://Example.COM", "https://example.com", false],
    ["https://example.com:443/", "https://example.com", false],
    ["http://localhost:3000", "http://localhost:3000", true],
    ["http://app.localhost", "http://app.localhost", true],
    ["http://127.0.0.1:4000", "http://127.0.0.1:4000", true],
    ["http://127.1.2.3", "http://127.1.2.3", true],
    ["http://[::1]:4000", "http://[::1]:4000", true],
    ["http://127.0.0.1.example.com", "http://127.0.0.1.example.com", false],
    ["http://localhost.example.com", "http://localhost.example.com", false],
  ])("normalises APP_ORIGIN %s", (given, origin, isLoopback) => {
    expect(readConfig({ APP_ORIGIN: given })).toMatchObject({ origin, isLoopback });
  });

  it("closes demo accounts and opens the address when the origin is public", () => {
    const config = readConfig({ APP_ORIGIN: "https://example.com" });
    expect(config).toMatchObject({ demo: false, host: "0.0.0.0" });
    expect(readConfig({ APP_ORIGIN: "https://example.com", DEMO: "on" }).demo).toBe(true);
    expect(readConfig({ DEMO: "off" }).demo).toBe(false);
  });

  it("keeps the files together in DATA_DIR unless told otherwise", () => {
    const config = readConfig({ DATA_DIR: "/srv/coat" });
    expect(config.database).toEqual({ scheme: "sqlite", file: path.resolve("/srv/coat/coatcheck.db") });
    expect(config.secretsFile).toBe(path.resolve("/srv/coat/secrets.json"));
    expect(readConfig({ DATA_DIR: "/srv/coat", SECRETS_FILE: "/run/s.json" }).secretsFile).toBe(
      "/run/s.json",
    );
  });

  it.each([
    ["file:///srv/a%20b.db", "/srv/a b.db"],
    ["file:/srv/a.db", "/srv/a.db"],
    ["file:./rel/a.db", path.resolve("rel/a.db")],
    ["rel/a.db", path.resolve("rel/a.db")],
    ["/srv/a.db", "/srv/a.db"],
  ])("takes DATABASE_URL %s", (given, file) => {
    expect(readConfig({ DATABASE_URL: given }).database).toEqual({ scheme: "sqlite", file });
  });

  it.each(["localhost", "0.0.0.0", "::", "::1", "192.168.1.4", "my-host.lan"])("takes HOST %s", (host) => {
    expect(readConfig({ HOST: host }).host).toBe(host);
  });

  it("takes the other choices", () => {
    const env = { AUTH_DEFAULT_MODE: "jwt", COOKIE_SECURE: "off", TRUST_PROXY: "10" };
    expect(readConfig(env)).toMatchObject({ defaultMode: "jwt", cookieSecure: false, trustProxy: 10 });
  });

  const REFUSED = {
    PORT: ["0", "65536", "-1", "3000 ", "0x50", "3e3", "80.5", "abc"],
    TRUST_PROXY: ["-1", "11", "all", "1.5"],
    INSTANCE_ID: ["a b", "a\nb", "x".repeat(65)],
    METRICS_TOKEN: ["two words", "a=b", "é"],
    APP_ORIGIN: [
      ...["ftp://example.com", "example.com", "//example.com", "http://", "https://example.com/app"],
      ...["https://a.com?x=1", "https://a.com/#x", "https://a.com?", "https://a.com/\n", "http:example.com"],
      ...["https://user:hunter2@a.com", "https://@a.com", " https://a.com", "http:\\\\a.com"],
    ],
    HOST: ["http://a", "999.1.1.1", "a b", "::zz", "-a"],
    AUTH_DEFAULT_MODE: ["JWT", "cookie", "session "],
    DEMO: ["true", "1", "ON"],
    COOKIE_SECURE: ["false", "0"],
    DATABASE_URL: [
      ...["postgres://u:hunter2@h", "postgresql://h/db", "mysql://h/db"],
      ...["file://host/a.db", "file:", "file:///a.db?mode=ro", ":memory:", "file:%zz"],
    ],
    SESSION_STORE_URL: ["redis://:hunter2@h:6379", "memory"],
    DATA_DIR: ["a\0b"],
  };
  const refused = Object.entries(REFUSED).flatMap(([name, values]) => values.map((value) => [name, value]));

  it.each(refused)("refuses %s=%j in one line that names it", (name = "", value = "") => {
    const message = failure({ [name]: value });
    expect(message).toMatch(new RegExp(`^${name} got ".*" and (takes|must)`));
    expect(message).not.toMatch(/[\r\n]/);
  });

  it("refuses insecure cookies on a public origin", () => {
    expect(failure({ COOKIE_SECURE: "off", APP_ORIGIN: "https://example.com" })).toMatch(
      /^COOKIE_SECURE got "off"/,
    );
  });

  it.each([
    ["DATABASE_URL", "postgres://admin:hunter2@db/app?pool=hunter2"],
    ["DATABASE_URL", "postgres://admin:hunter2@x/y@db/app"],
    ["DATABASE_URL", "mysql:admin:hunter2@db"],
    ["DATABASE_URL", "mysql://db/app?password=hunter2"],
    ["SESSION_STORE_URL", "redis://:hunter2@cache:6379"],
    ["SESSION_STORE_URL", "default:hunter2@cache"],
    ["APP_ORIGIN", "https://me:hunter2@example.com"],
    ["APP_ORIGIN", "https://me:hunter2@exa mple:bad"],
  ])("never repeats a credential from %s=%s", (name, value) => {
    expect(failure({ [name]: value })).not.toContain("hunter2");
  });

  it("says what a version without Redis cannot do", () => {
    expect(failure({ SESSION_STORE_URL: "rediss://cache" })).toContain("not supported by this version yet");
  });
});

function failure(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  throw new Error("expected a ConfigError");
}
