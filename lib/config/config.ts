// Owns the environment variables: their names, defaults and what each one takes. Pure: it reads the record it
// is given and touches neither process.env nor the disk, so the app, the scripts and the tests share it.
// A message never repeats the credentials that a URL may carry.

import { isIP } from "node:net";
import path from "node:path";
import { MODE_NAMES, type ModeName } from "../auth/names";
import { type DatabaseAddress, readDatabaseUrl } from "./database";

export interface Config {
  port: number;
  /** What to listen on. "localhost" means both 127.0.0.1 and ::1. */
  host: string;
  /** The one public origin, without a trailing slash. */
  origin: string;
  isLoopback: boolean;
  dataDir: string;
  database: DatabaseAddress;
  secretsFile: string;
  /** The mode of a new account. */
  defaultMode: ModeName;
  demo: boolean;
  cookieSecure: boolean;
  /** How many proxies in front may set X-Forwarded-For. */
  trustProxy: number;
  /** Names this process among others that serve the same data. */
  instanceId: string;
  /** What whoever reads GET /metrics has to know; null: there is no such address. */
  metricsToken: string | null;
}

/** A variable with a value it does not take. The message is one line: name, what it got, what it takes. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

type Env = Record<string, string | undefined>;

/**
 * Resolves every setting or throws `ConfigError` for the first bad one. A variable set to the empty string
 * counts as not set, as shells and compose files mean it. Relative paths start at the working directory.
 */
export function readConfig(env: Env): Config {
  const port = readInteger(env, "PORT", 3000, 1, 65_535);
  const origin = readOrigin(env, port);
  const isLoopback = isLoopbackHost(new URL(origin).hostname);
  const dataDir = readPath(env, "DATA_DIR", "data");
  refuseSessionStore(env);
  return {
    port,
    host: readHost(env, isLoopback),
    origin,
    isLoopback,
    dataDir,
    database: readDatabase(env, dataDir),
    secretsFile: readPath(env, "SECRETS_FILE", path.join(dataDir, "secrets.json")),
    defaultMode: readChoice(env, "AUTH_DEFAULT_MODE", MODE_NAMES, "session"),
    demo: readChoice(env, "DEMO", ["on", "off"], isLoopback ? "on" : "off") === "on",
    cookieSecure: readCookieSecure(env, isLoopback),
    trustProxy: readInteger(env, "TRUST_PROXY", 0, 0, 10),
    instanceId: readInstanceId(env),
    metricsToken: readMetricsToken(env),
  };
}

function readInteger(env: Env, name: string, fallback: number, least: number, most: number): number {
  const value = env[name];
  if (!value) return fallback;
  const number = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw refusal(name, value, `takes a whole number from ${least} to ${most}`);
}

function readChoice<T extends string>(env: Env, name: string, choices: readonly T[], fallback: T): T {
  const value = env[name];
  if (!value) return fallback;
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  throw refusal(name, value, `takes ${choices.join(" or ")}`);
}

function readPath(env: Env, name: string, fallback: string): string {
  const value = env[name] || fallback;
  if (value.includes("\0")) throw refusal(name, value, "takes a path");
  return path.resolve(value);
}

function readOrigin(env: Env, port: number): string {
  const value = env.APP_ORIGIN;
  if (!value) return new URL(`http://localhost:${port}`).origin;
  const takes = 'takes a scheme, host and port only, such as "https://example.com"';
  // Blanks and control characters are what the URL parser drops in silence.
  const url = /^[!-~]+$/.test(value) && URL.canParse(value) ? new URL(value) : null;
  const isWeb = url?.protocol === "http:" || url?.protocol === "https:";
  if (!url || !isWeb || !/^https?:\/\/[^\\]/i.test(value)) throw refusal("APP_ORIGIN", value, takes);
  const extra =
    url.username || url.password || url.search || url.hash || (url.pathname === "/" ? "" : "path");
  if (extra || value.includes("@") || /[?#]/.test(value)) throw refusal("APP_ORIGIN", value, takes);
  return url.origin;
}

/** Names and addresses that never leave this machine (RFC 6761 §6.3, RFC 5735 §3). */
function isLoopbackHost(hostname: string): boolean {
  if (hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]") return true;
  return isIP(hostname) === 4 && hostname.startsWith("127.");
}

function readHost(env: Env, isLoopback: boolean): string {
  const value = env.HOST;
  if (!value) return isLoopback ? "localhost" : "0.0.0.0";
  const isName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(value) && !/^[\d.]+$/.test(value);
  if (isName || isIP(value)) return value;
  throw refusal("HOST", value, 'takes an address or name to listen on, such as "localhost" or "0.0.0.0"');
}

function readDatabase(env: Env, dataDir: string): DatabaseAddress {
  const value = env.DATABASE_URL;
  try {
    return readDatabaseUrl(value, dataDir);
  } catch (error) {
    if (!(error instanceof TypeError) || !value) throw error;
    throw refusal("DATABASE_URL", value, error.message);
  }
}

function refuseSessionStore(env: Env): void {
  const value = env.SESSION_STORE_URL;
  if (!value) return;
  const redis = /^rediss?:/i.test(value) ? "; Redis is not supported by this version yet" : "";
  throw refusal("SESSION_STORE_URL", value, `must not be set: sessions live in the database${redis}`);
}

/** The start gives a random one to whoever sets none. */
function readInstanceId(env: Env): string {
  const value = env.INSTANCE_ID;
  if (!value) return "local";
  if (/^[\w.-]{1,64}$/.test(value)) return value;
  throw refusal("INSTANCE_ID", value, "takes up to 64 letters, digits and ._-");
}

/** As an Authorization header can carry it (RFC 6750 §2.1). */
function readMetricsToken(env: Env): string | null {
  const value = env.METRICS_TOKEN;
  if (!value) return null;
  if (/^[A-Za-z0-9._~+/-]+=*$/.test(value)) return value;
  throw refusal("METRICS_TOKEN", "***", "takes letters, digits and -._~+/ with = at the end");
}

function readCookieSecure(env: Env, isLoopback: boolean): boolean {
  const choice = readChoice(env, "COOKIE_SECURE", ["on", "off"], "on");
  if (choice === "off" && !isLoopback) {
    throw refusal("COOKIE_SECURE", choice, "takes on unless APP_ORIGIN is a loopback origin");
  }
  return choice === "on";
}

function refusal(name: string, value: string, takes: string): ConfigError {
  return new ConfigError(`${name} got ${JSON.stringify(shown(value))} and ${takes}`);
}

/** The value as it may stand in a log: no user information, no query, no control characters, not long. */
function shown(value: string): string {
  const safe = value
    .replace(/^([a-z][a-z0-9+.-]*:\/*)?[^\n]*@/is, "$1***@")
    .replace(/[?#].*$/s, "?***")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal.
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "�");
  return safe.length > 80 ? `${safe.slice(0, 80)}…` : safe;
}
