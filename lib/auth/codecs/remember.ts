import { LRUCache } from "lru-cache";

// Remembers what a token decoded to. Unsealing or checking a signature is a pure function of the exact
// bytes, so its answer may be kept; what depends on time or a store is checked on every request and is
// none of this file's business. Failures are not kept: a flood of forgeries would push out the genuine.

const MAX_TOKENS = 5_000;

export interface Memory<V> {
  get(token: string): V | undefined;
  set(token: string, value: V): void;
}

/** A bounded memory, least recently used out first. One per codec; a new keyring means a new codec. */
export function createMemory<V extends object>(): Memory<V> {
  // It reserves all its places when it is made, which takes a millisecond; a codec that is never used needs none.
  let cache: LRUCache<string, V> | undefined;
  return {
    get: (token) => cache?.get(token),
    set(token, value) {
      cache ??= new LRUCache<string, V>({ max: MAX_TOKENS });
      cache.set(token, value);
    },
  };
}
