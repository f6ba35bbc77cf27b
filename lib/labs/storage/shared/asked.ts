// What is predicted before a run of the storage lab, each about one cell.

import { corsId, csrfId, sizeId, xssId } from "./cells";

interface Asked {
  id: string;
  cell: string;
  label: string;
}

export const ASKED: readonly Asked[] = [
  {
    id: "lax-form",
    cell: csrfId("form", "lax", "nothing"),
    label:
      "A form on another site is sent to the target. Its cookie is SameSite=Lax, and nothing is checked.",
  },
  {
    id: "lax-link",
    cell: csrfId("link", "lax", "nothing"),
    label: "A link on another site is followed. Its cookie is SameSite=Lax, and the target acts on a GET.",
  },
  {
    id: "strict-neighbour",
    cell: csrfId("neighbour", "strict", "nothing"),
    label: "A page on another port of the same host posts. The cookie is SameSite=Strict.",
  },
  {
    id: "none-origin",
    cell: csrfId("form", "none", "origin"),
    label: "A form on another site is sent. The cookie is SameSite=None, and the target checks Origin.",
  },
  {
    id: "read-http-only",
    cell: xssId("read-http-only"),
    label: "An injected script reads a cookie that is HttpOnly.",
  },
  {
    id: "act",
    cell: xssId("act"),
    label: "An injected script acts as the user with that cookie, against every check.",
  },
  {
    id: "4097",
    cell: sizeId("4097"),
    label: "The server sets a cookie of 4,097 bytes, and gets it back.",
  },
  {
    id: "star",
    cell: corsId("star", "include"),
    label: "Another origin asks with credentials, and reads an answer that says Allow-Origin: *.",
  },
];
