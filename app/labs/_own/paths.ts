// The addresses of the labs' pages.

import type { Route } from "next";

// A name and an id hold nothing that an address could trip over; the types cannot know that of an id.
export const labPath = (lab: string): Route => `/labs/${lab}` as Route;

/** A page of a run on one screen, to be shown to others. */
export const stagePath = (page: Route): Route => `${page}?stage` as Route;

/** The key is the whole secret: whoever has this address opens the run. */
export const sharedPath = (id: string, key: string): Route => `/shared/${id}/${key}` as Route;

export const runPath = (lab: string, id: string): Route => `/labs/${lab}/runs/${id}` as Route;
