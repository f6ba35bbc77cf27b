// Gives the requests of each network their turns, so that one that sends many at once waits behind itself and not
// in front of the others.

import type { ServerResponse } from "node:http";
import { networksOf } from "../../lib/http/request/networks.ts";

/** Calls `work` when a turn of the client's network is free. The turn ends when the response is closed. */
export type TakeTurn = (address: string, response: ServerResponse, work: () => void) => void;

interface Network {
  working: number;
  waiting: (() => void)[];
}

/** `atOnce`: how many requests of one network are worked on at a time. What waits is bounded by its connections. */
export function createTurns(atOnce: number): TakeTurn {
  const networks = new Map<string, Network>();

  return (address, response, work) => {
    const [{ name }] = networksOf(address);
    const network = networks.get(name) ?? { working: 0, waiting: [] };
    networks.set(name, network);
    if (network.working < atOnce) begin();
    else network.waiting.push(begin);

    function begin(): void {
      network.working++;
      if (response.destroyed) {
        // Nobody waits for the answer any more.
        end();
        return;
      }
      response.once("close", end);
      work();
    }
    function end(): void {
      network.working--;
      const next = network.waiting.shift();
      if (next) next();
      else if (network.working === 0) networks.delete(name);
    }
  };
}
