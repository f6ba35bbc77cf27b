import { createMemoryHarness } from "../testing/stores";
import { sessionStoreContract } from "./contract-suite";

sessionStoreContract("memory", createMemoryHarness);
