import { createRedisHarness, hasRedis } from "../testing/redis";
import { storesContract } from "./contract-suite";

if (hasRedis) {
  storesContract("redis", () => createRedisHarness(), {
    faults: ["closed connection"],
    units: "run at once",
    sweeps: "by itself",
  });
}
