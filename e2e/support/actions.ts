// Calls a server action as a client does, by script or as a plain form, with whatever credential and headers
// the caller has.

import type { Action } from "./app-tree";
import type { Client } from "./client";
import { multipart } from "./forms";
import type { Answer } from "./http";

type Headers = Record<string, string | null>;

/** By script: the id in a header, and an empty form as its last argument, as React encodes it. */
export function callAction(
  client: Client,
  page: string,
  action: Action,
  headers: Headers = {},
): Promise<Answer> {
  const form = multipart({ "1_nothing": "", 0: takesState(action) ? '[null,"$K1"]' : '["$K1"]' });
  return client.call("POST", page, {
    body: form.body,
    headers: { ...form.headers, "next-action": action.id, accept: "text/x-component", ...headers },
  });
}

/** As a form without JavaScript: the id as the name of a field. */
export function postAction(
  client: Client,
  page: string,
  action: Action,
  headers: Headers = {},
): Promise<Answer> {
  const form = multipart({ [`$ACTION_ID_${action.id}`]: "" });
  return client.call("POST", page, { body: form.body, headers: { ...form.headers, ...headers } });
}

/** Next writes into an id's first byte which arguments are used; the second is a form's, after its state. */
function takesState({ id }: Action): boolean {
  return (Number.parseInt(id.slice(0, 2), 16) & 0b0010_0000) !== 0;
}
