// The addresses of the labs' pages.

import type { Route } from "next";
import type { LabName } from "@/lib/labs/contract";

// A name and an id hold nothing that an address could trip over; the types cannot know that of an id.
export const labPath = (lab: LabName): Route => `/labs/${lab}` as Route;

export const runPath = (lab: LabName, id: string): Route => `/labs/${lab}/runs/${id}` as Route;
