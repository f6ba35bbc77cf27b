// Owns the URL of a PostgreSQL database. The driver would take some sixty parameters, among them some that switch
// checks off; here only those below count, and anything else is refused. Pure.

import { isIP } from "node:net";
import path from "node:path";

export interface PostgresAddress {
  /** A name, an address, or the folder of a socket, whose `/` the URL writes `%2F`. */
  host: string;
  port: number;
  user: string;
  password: string | undefined;
  database: string;
  /** "verify-full": TLS, and the certificate is the host's. On this machine there is nobody in between. */
  tls: "off" | "verify-full";
  /** A file with the certificates to trust, instead of Node's. */
  rootCertificate: string | undefined;
  /** Connections at most. */
  poolSize: number;
  connectTimeoutMs: number;
  /** Of each statement, and of waiting for a lock. */
  statementTimeoutMs: number;
  /** Off behind a PgBouncer that knows no prepared statements, or refuses parameters at the start. */
  prepare: boolean;
}

const PARAMETERS = [
  "sslmode",
  "sslrootcert",
  "pool_size",
  "connect_timeout_ms",
  "statement_timeout_ms",
  "prepare",
];

/** Throws a `TypeError` that says what is wrong and repeats no value. */
export function readPostgresUrl(value: string): PostgresAddress {
  const takes = "takes a URL such as postgres://user:password@host:5432/database";
  // Blanks and control characters are what the URL parser drops in silence.
  const url = /^[!-~]+$/.test(value) && URL.canParse(value) ? new URL(value) : null;
  // Another @ or # belongs to a password that was not written as %40 or %23: who knows where its end is.
  if (!url || !/^[a-z]+:\/\//i.test(value) || value.split("@").length > 2 || value.includes("#"))
    throw new TypeError(takes);
  const parameters = readParameters(url, takes);
  const database = decoded(url.pathname.slice(1), takes);
  const user = decoded(url.username, takes);
  const host = decoded(url.hostname, takes).replace(/^\[(.*)\]$/, "$1");
  if (!host || !database || !user || database.includes("/")) throw new TypeError(takes);
  return {
    host,
    port: url.port ? Number(url.port) : 5432,
    user,
    password: url.password ? decoded(url.password, takes) : undefined,
    database,
    tls: readTls(parameters.get("sslmode"), isOnThisMachine(host)),
    rootCertificate: parameters.get("sslrootcert"),
    poolSize: readNumber(parameters, "pool_size", 10, 1, 200),
    connectTimeoutMs: readNumber(parameters, "connect_timeout_ms", 1000, 100, 30_000),
    statementTimeoutMs: readNumber(parameters, "statement_timeout_ms", 1000, 100, 30_000),
    prepare: readChoice(parameters, "prepare", ["true", "false"], "true") === "true",
  };
}

function readParameters(url: URL, takes: string): Map<string, string> {
  const given = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (!PARAMETERS.includes(name))
      throw new TypeError(`${takes}; of parameters only ${PARAMETERS.join(", ")}`);
    if (given.has(name) || value === "") throw new TypeError(`${takes}; ${name} once and with a value`);
    given.set(name, value);
  }
  return given;
}

function decoded(text: string, takes: string): string {
  try {
    const plain = decodeURIComponent(text);
    if (plain.includes("\0")) throw new TypeError(takes);
    return plain;
  } catch {
    throw new TypeError(takes);
  }
}

/** `sslmode=require` of other programs encrypts and asks nobody who is there: it is not among the choices. */
function readTls(mode: string | undefined, isLocal: boolean): PostgresAddress["tls"] {
  if (mode === "verify-full") return mode;
  if (mode === undefined) return isLocal ? "off" : "verify-full";
  if (mode === "disable" && isLocal) return "off";
  throw new TypeError("takes sslmode=verify-full, or on this machine sslmode=disable");
}

/** Names and addresses that never leave this machine, and sockets. */
function isOnThisMachine(host: string): boolean {
  if (path.isAbsolute(host) || host === "localhost" || host === "::1") return true;
  return isIP(host) === 4 && host.startsWith("127.");
}

function readNumber(
  given: ReadonlyMap<string, string>,
  name: string,
  fallback: number,
  least: number,
  most: number,
): number {
  const value = given.get(name);
  if (value === undefined) return fallback;
  const number = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new TypeError(`takes for ${name} a whole number from ${least} to ${most}`);
}

function readChoice<T extends string>(
  given: ReadonlyMap<string, string>,
  name: string,
  choices: readonly T[],
  fallback: T,
): T {
  const value = given.get(name) ?? fallback;
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  throw new TypeError(`takes for ${name} ${choices.join(" or ")}`);
}
