import "server-only";
import { newId } from "@/lib/auth/random";
import { type Cell, cellOf } from "./shared/cells";

// The attempts that one run has handed out to its pages. A cell has one ticket and one proof; what comes without
// the ticket belongs to no attempt.

export interface HandedOut {
  /** For the page that makes the attempt: its request and its report bring this ticket. */
  ticketOf(id: string): string;
  /** Null for a ticket that was never handed out. */
  cellOf(ticket: string): Cell | null;
  /** A secret in the answer of the cell: a script that can repeat it has read that answer. */
  proofOf(id: string): string;
}

export function createHandedOut(): HandedOut {
  const tickets = new Map<string, string>();
  const proofs = new Map<string, string>();
  const cells = new Map<string, Cell>();
  return {
    ticketOf(id) {
      const ticket = tickets.get(id) ?? newId();
      const cell = cellOf(id);
      if (cell) cells.set(ticket, cell);
      tickets.set(id, ticket);
      return ticket;
    },
    cellOf: (ticket) => cells.get(ticket) ?? null,
    proofOf(id) {
      const proof = proofs.get(id) ?? newId();
      proofs.set(id, proof);
      return proof;
    },
  };
}
