import { LAB_COOKIES } from "../world/lab-cookies";
import type { World } from "../world/world";
import { createJar, type Jar } from "./jar";

// The jars of a run: one for each pretended device in each lane, and what a lane's devices keep of the cookies they
// are sent. Makes no request.

export interface DeviceJars {
  /** Throws for a device or lane that is not there. */
  of(device: string, lane: string): Jar;
  /** Null when there is no such device or lane. For names that came from outside. */
  find(device: string, lane: string): Jar | null;
  inLane(lane: string): Jar[];
  /** The lane's cookie for refresh tokens; null where it has none. */
  refreshCookie(lane: string): string | null;
  /** Puts the `Set-Cookie` lines of an answer in this lane into a jar. */
  receive(jar: Jar, lane: string, lines: readonly string[]): void;
}

export function createDeviceJars({ lanes, clock }: World, devices: readonly string[]): DeviceJars {
  const specOf = (lane: string) => found(lanes.get(lane), `lane ${lane}`).spec;
  const keyOf = (device: string, lane: string) => `${device} ${lane}`;
  const jars = new Map(
    devices.flatMap((device) =>
      [...lanes.keys()].map((lane) => {
        // Without a refresh token the device goes on sending the access token after its end.
        const { keepsRefreshToken, keepsExpired = keepsRefreshToken === false } = specOf(lane);
        return [keyOf(device, lane), createJar(clock, { keepsExpired })] as const;
      }),
    ),
  );
  const of = (device: string, lane: string) =>
    found(jars.get(keyOf(device, lane)), `jar of ${device} in ${lane}`);
  const refreshCookie = (lane: string) => LAB_COOKIES[specOf(lane).mode].refresh;

  return {
    of,
    find: (device, lane) => jars.get(keyOf(device, lane)) ?? null,
    inLane: (lane) => devices.map((device) => of(device, lane)),
    refreshCookie,
    receive(jar, lane, lines) {
      jar.receive(lines);
      const name = refreshCookie(lane);
      // A device that keeps no refresh token never has one, whatever it is sent.
      if (name && specOf(lane).keepsRefreshToken === false) jar.drop(name);
    },
  };
}

/** For names that a lab gave itself: an unknown one is a fault of the lab. */
export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`There is no ${what}.`);
  return value;
}
