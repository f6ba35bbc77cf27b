// What the unit tests start once for all files: a Redis, where one can be had. Each test has keys of its own in it. Without
// one, one line says what is left out; where CI is set, nothing may be.

import { findRedis, startRedis } from "../lib/auth/testing/redis-server";

export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  const isGiven = Boolean(process.env.TEST_REDIS_URL);
  if (!findRedis()) {
    const what = isGiven ? "tests on a Redis that fails" : "tests on Redis";
    const why = "no redis-server and no valkey-server is on the path";
    if (process.env.CI) throw new Error(`With CI set nothing is left out: ${why}`);
    console.log(`LEFT OUT: ${what}: ${why}`);
    return;
  }
  if (isGiven) return;
  const redis = await startRedis();
  process.env.TEST_REDIS_URL = redis.url;
  return redis.remove;
}
