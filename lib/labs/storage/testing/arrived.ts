import type { Arrived } from "../shared/findings";

/** What reached the target of an act that was refused, made by hand for tests. */
export const ARRIVED: Arrived = {
  method: "POST",
  path: "/act",
  cookies: [],
  origin: null,
  fetchSite: null,
  fetchMode: null,
  passed: null,
  status: 401,
  answer: "{}",
  headers: [],
  done: false,
};
