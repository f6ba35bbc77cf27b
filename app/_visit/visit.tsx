// The front page's demonstration: somebody signs in both ways, both are ended on the server, and real requests say what
// came of it. One button, no account needed.

import { visitAction } from "@/app/_actions/visit";
import { PairScene } from "@/app/_pair/_live/pair-scene.client";
import { firstLooks } from "@/app/_pair/first-look";
import type { PairView } from "@/lib/pair/view";
import { Stage } from "./_live/stage.client";

export function Visit({ pair }: { pair: PairView | null }) {
  return (
    <PairScene pairId={pair?.id ?? null} action={visitAction}>
      <Stage first={pair && firstLooks(pair.halves, pair.checkedAt)} />
    </PairScene>
  );
}
