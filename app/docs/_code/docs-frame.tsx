// The frame of every page of the documentation. Anybody may read it; whoever is signed in keeps their header.

import type { ReactNode } from "react";
import { accountOf } from "@/app/_ui/shell/account";
import { Shell } from "@/app/_ui/shell/shell";
import { currentAuth } from "@/lib/web/dal";

export async function DocsFrame({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  const auth = await currentAuth();
  return (
    <Shell account={auth ? accountOf(auth) : undefined} current="docs" width={wide ? "wide" : "normal"}>
      {children}
    </Shell>
  );
}
