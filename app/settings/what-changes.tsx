// When a saved change counts: for what is issued next, and never for what is already out there.

import { Card } from "@/app/_ui/shell/card";

export function WhatChanges() {
  return (
    <Card id="when" title="When changes take effect">
      <dl className="grid gap-x-8 gap-y-3 text-[0.9375rem] sm:grid-cols-3">
        <div>
          <dt className="font-medium">At once</dt>
          <dd className="text-muted">The mode: your cookie is exchanged when you save.</dd>
        </div>
        <div>
          <dt className="font-medium">With the next token</dt>
          <dd className="text-muted">
            A JWT’s lifetime, revocation and algorithm. A token you hold already does not change: it lives for
            the rest of its old lifetime.
          </dd>
        </div>
        <div>
          <dt className="font-medium">With the next sign-in</dt>
          <dd className="text-muted">
            All timeouts, and how long a row is remembered. Sign-ins that exist already do not change.
          </dd>
        </div>
      </dl>
    </Card>
  );
}
