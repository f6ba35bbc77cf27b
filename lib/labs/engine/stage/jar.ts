import type { Clock } from "@/lib/auth/contract";

// The cookies of one pretended device in one lane, kept as a browser keeps them: by name, until `Max-Age` is over
// (RFC 6265bis §5.7). It knows nothing of what the cookies mean.

export interface Jar {
  /** The `Cookie` header of the next request; empty for none. */
  header(): string;
  /** The bytes of that header. */
  bytes(): number;
  value(name: string): string | null;
  /** Takes in the `Set-Cookie` lines of an answer. */
  receive(lines: readonly string[]): void;
  /** Throws one cookie away. */
  drop(name: string): void;
  /** Takes the place of what is in here, as a thief does who copies it. */
  copyFrom(other: Jar): void;
  entries(): [name: string, cookie: { value: string; expiresAt: number }][];
}

/** `keepsExpired`: sends on what a browser would throw away, so that it is the server that has to refuse it. */
export function createJar(clock: Clock, { keepsExpired = false } = {}): Jar {
  const cookies = new Map<string, { value: string; expiresAt: number }>();
  const live = () =>
    [...cookies].filter(([, { expiresAt }]) => keepsExpired || clock.now().getTime() < expiresAt);
  const header = () =>
    live()
      .map(([name, { value }]) => `${name}=${value}`)
      .join("; ");

  return {
    header,
    bytes: () => Buffer.byteLength(header()),
    value: (name) => live().find(([held]) => held === name)?.[1].value ?? null,
    receive(lines) {
      for (const line of lines) {
        const [pair = "", ...attributes] = line.split("; ");
        const split = pair.indexOf("=");
        const maxAge = attributes
          .find((attribute) => attribute.startsWith("Max-Age="))
          ?.slice("Max-Age=".length);
        if (split < 1 || maxAge === undefined) continue;
        const name = pair.slice(0, split);
        const expiresAt = clock.now().getTime() + Number(maxAge) * 1000;
        if (Number(maxAge) > 0) cookies.set(name, { value: pair.slice(split + 1), expiresAt });
        else cookies.delete(name);
      }
    },
    drop: (name) => void cookies.delete(name),
    copyFrom(other) {
      cookies.clear();
      for (const [name, cookie] of other.entries()) cookies.set(name, { ...cookie });
    },
    entries: live,
  };
}
