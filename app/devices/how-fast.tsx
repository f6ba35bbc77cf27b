// How soon the end of a sign-in is felt in each mode, as the modes promise it under the account's settings.

import { Card } from "@/app/_ui/shell/card";
import { describeEffect } from "@/app/_ui/words/guarantees";
import { KeyValue, KeyValueList } from "@/app/_ui/words/key-value";
import { ModeBadge } from "@/app/_ui/words/mode-badge";
import type { Effect, ModeName } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";

const hints: Record<ModeName, string> = {
  session: "Its row is deleted, and the row decides.",
  jwt: "Its refresh token is dead at once in any case; this is about the access token that was issued last.",
};

export function HowFast({ effects }: { effects: Record<ModeName, Effect> }) {
  return (
    <Card id="how-fast" title="How fast ending works" lead="For sign-ins under your present settings.">
      <KeyValueList>
        {MODE_NAMES.map((mode) => (
          <KeyValue key={mode} label={<ModeBadge mode={mode} />} hint={hints[mode]}>
            {describeEffect(effects[mode])}
          </KeyValue>
        ))}
      </KeyValueList>
    </Card>
  );
}
