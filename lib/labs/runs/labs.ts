import type { Lab } from "../lab";
import { findLab, LABS, type LabName } from "../list";
import type { LabParts } from "../parts";

// Which labs there are on this server.

type Server = Pick<LabParts, "config">;

export const openLabs = ({ config }: Server): readonly Lab<LabName>[] => (config.demo ? LABS : []);

export const labOf = ({ config }: Server, name: string): Lab<LabName> | null =>
  config.demo ? findLab(name) : null;

/** Why no run of it can start on this server; null where one can. */
export function closedBecause({ config }: Server, { loopbackOnly }: Lab): string | null {
  return loopbackOnly && !config.isLoopback
    ? "This lab needs a browser on the server’s own machine: it opens pages at localhost and 127.0.0.1. Run Coatcheck on your computer to try it."
    : null;
}
