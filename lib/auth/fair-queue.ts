import { AuthError } from "./errors";

// A bounded queue in front of work that the machine can do little of at a time. Whoever asks for a lot waits behind
// those who ask for a little. Knows nothing of the work, nor of what an asker is.

/** Who asks: an address, a network, or a larger network that the smaller one is part of. */
export interface Asker {
  name: string;
  /** How many turns it may have for one of another asker's: 1 for a single network, more for a larger one. */
  shares: number;
}

export interface FairQueueBounds {
  /** How many run at once. */
  running: number;
  /** How many wait in all. */
  waiting: number;
  /** How many of one asker wait, for each of its shares. */
  waitingEach: number;
}

export interface FairQueue {
  /**
   * Does `work` when its turn has come and passes on what it returns or throws. `askers` are all that the request
   * counts for; without any, it counts for the one that has no name. Throws `AuthError("overloaded")` when too many
   * wait, or too many of the same asker. In a full queue whoever would wait longest makes room.
   */
  run<T>(askers: readonly Asker[], work: () => Promise<T>): Promise<T>;
}

interface Waiting {
  askers: readonly Asker[];
  /** Its place: the lowest is next. */
  place: number;
  admit(): void;
  refuse(error: Error): void;
}

const NAMELESS: readonly Asker[] = [{ name: "", shares: 1 }];

/**
 * Start-time fair queueing (Goyal, Vin, Cheng 1996): each asker's requests stand one step apart, beginning where the
 * queue is now. So the first request of one asker stands in front of the second request of every other.
 */
export function createFairQueue({ running: slots, waiting: room, waitingEach }: FairQueueBounds): FairQueue {
  const queue: Waiting[] = [];
  /** The place of each asker's last request. Those that were passed are forgotten. */
  const last = new Map<string, number>();
  let [running, now] = [0, 0];

  const placeAfterLast = ({ name, shares }: Asker) => Math.max(now, last.get(name) ?? 0) + 1 / shares;
  const countOf = ({ name }: Asker) =>
    queue.filter(({ askers }) => askers.some((asker) => asker.name === name)).length;
  const overloaded = () => new AuthError("overloaded", "Too many password checks are waiting.");

  function enqueue(asking: readonly Asker[]): Promise<void> {
    const isNameless = asking.length === 0;
    const askers = isNameless ? NAMELESS : asking;
    const isOver = (asker: Asker) => countOf(asker) >= waitingEach * asker.shares;
    if (!isNameless && askers.some(isOver)) throw overloaded();
    const place = Math.max(...askers.map(placeAfterLast));
    if (queue.length >= room) makeRoomFor(place);
    return new Promise((admit, refuse) => {
      for (const asker of askers) last.set(asker.name, placeAfterLast(asker));
      queue.push({ askers, place, admit, refuse });
    });
  }

  function makeRoomFor(place: number): void {
    const behind = queue.reduce((one, other) => (other.place >= one.place ? other : one));
    if (behind.place <= place) throw overloaded();
    queue.splice(queue.indexOf(behind), 1);
    for (const { name, shares } of behind.askers) last.set(name, (last.get(name) ?? 0) - 1 / shares);
    behind.refuse(overloaded());
  }

  function admitNext(): void {
    if (running >= slots || queue.length === 0) return;
    const next = queue.reduce((one, other) => (other.place < one.place ? other : one));
    queue.splice(queue.indexOf(next), 1);
    now = Math.max(now, next.place);
    for (const [name, place] of last) if (place <= now) last.delete(name);
    running++;
    next.admit();
  }

  return {
    async run(askers, work) {
      const turn = enqueue(askers);
      admitNext();
      await turn;
      try {
        return await work();
      } finally {
        running--;
        admitNext();
      }
    },
  };
}
