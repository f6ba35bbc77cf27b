import type { Verification } from "@/lib/auth/contract";
import type { RecordedTrace } from "@/lib/auth/trace";
import type { JsonObject } from "../../contract";
import type { World, WorldLane } from "../world/world";

// A request to the world of a run and its answer, as types: between the servers that bring them, the handler that
// answers and the resources behind it.

export interface LiveRequest {
  method: string;
  lane: string;
  /** What follows the lane in the address: "me", "devices/abc". */
  resource: string;
  cookie: string | undefined;
  ip: string;
  userAgent: string;
  body: JsonObject;
}

export interface LiveAnswer {
  status: number;
  body: JsonObject;
  setCookie: string[];
  /** Did it bring a credential that was good here, or the right password? */
  admitted: boolean;
  trace: RecordedTrace;
}

/** A verified request on its way to its resource. */
export interface Admitted {
  world: World;
  lane: WorldLane;
  request: LiveRequest;
  verification: Extract<Verification, { active: true }>;
}
export type Outcome = Pick<LiveAnswer, "status" | "body" | "admitted"> & { setCookie?: string[] };
/** What a guarded resource answers. */
export type Handed = Omit<Outcome, "admitted">;
export type Resource = (admitted: Admitted, id: string) => Promise<Handed>;

export const clientOf = ({ ip, userAgent }: LiveRequest) => ({ ip, userAgent });
