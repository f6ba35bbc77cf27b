// What there is one of in a process. Proxy, pages and handlers are separate bundles with modules of their own, so it
// hangs on globalThis. Knows nothing of what it holds.

export interface OnceAProcess<T> {
  /** The one there is, made at the first call. One that could not be made is tried again at the next. */
  get(): Promise<T>;
  /** Undefined until somebody has asked for it. */
  present(): Promise<T> | undefined;
}

/** The same for everybody who gives the same name. */
export function onceAProcess<T>(name: string, make: () => Promise<T>): OnceAProcess<T> {
  const holder: { [key: symbol]: Promise<T> | undefined } = globalThis as never;
  const key = Symbol.for(name);
  return {
    get() {
      holder[key] ??= make().catch((error: unknown) => {
        delete holder[key];
        throw error;
      });
      return holder[key];
    },
    present: () => holder[key],
  };
}
