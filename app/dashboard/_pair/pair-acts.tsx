// What can be done to one half: a row of buttons each.

import { ActForm } from "@/app/_pair/_live/act-form.client";
import { ModeIcon } from "@/app/_ui/drawings/icons";
import { modeLook } from "@/app/_ui/words/modes";
import type { ModeName } from "@/lib/auth/contract";
import { MODE_NAMES } from "@/lib/auth/names";

const revoke: Record<ModeName, string> = { session: "Delete the row", jwt: "Revoke on the server" };

export function PairActs() {
  return (
    <div className="grid gap-2">
      {MODE_NAMES.map((mode) => (
        <div key={mode} className="flex flex-wrap items-center gap-2">
          <span className={`flex min-w-38 items-center gap-2 text-sm font-medium ${modeLook[mode].text}`}>
            <ModeIcon mode={mode} />
            {modeLook[mode].label}
          </span>
          <ActForm act="sign-out" mode={mode}>
            Sign out here
          </ActForm>
          <ActForm act="revoke" mode={mode} variant="danger">
            {revoke[mode]}
          </ActForm>
          <ActForm act="tamper" mode={mode}>
            Tamper one character
          </ActForm>
          <ActForm act="replay" mode={mode}>
            Replay the copy
          </ActForm>
        </div>
      ))}
    </div>
  );
}
