import { STORES } from "../testing/stores";
import { storesContract } from "./contract-suite";

storesContract("memory", STORES.memory, { faults: [], units: "take turns" });
