import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { sendHttp } from "./http-client";
import { type LiveHandler, listenForLabs, parseLivePath } from "./lab-server";
import type { LiveAnswer } from "./live-contract";

const TRACE = { steps: [], reads: 3, microseconds: 1500, begin: () => () => {} };
const ANSWER = { status: 200, body: { hello: "you" }, setCookie: ["a=1; Max-Age=2"], trace: TRACE };

const handle = vi.fn<LiveHandler>();
let lab: Awaited<ReturnType<typeof listenForLabs>>;
beforeAll(async () => {
  lab = await listenForLabs(handle);
});
afterAll(() => void lab.server.close());
beforeEach(() => {
  handle.mockReset();
  handle.mockResolvedValue(ANSWER as unknown as LiveAnswer);
});

const PATH = "/api/labs/live/run-1/lane/me";
const get = (path: string, body?: Record<string, string>) =>
  sendHttp(lab.port, { method: body ? "POST" : "GET", path, cookie: "c=1", userAgent: "test", body });

const statusFor = (host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port: lab.port, path: PATH, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end();
  });

describe("an address of the labs", () => {
  it("names run, lane and resource", () => {
    expect(parseLivePath(PATH)).toEqual({ runId: "run-1", lane: "lane", resource: "me" });
    expect(parseLivePath("/api/labs/live/r/l/devices/a_b-1")?.resource).toBe("devices/a_b-1");
  });

  it.each([
    "/",
    "/api/labs/live/",
    "/api/labs/live/run/lane/",
    "/api/labs/live/run/LANE/me",
    "/api/labs/live/run/lane/me?x=1",
    "/api/labs/live/run/lane/../../../me",
    "/api/labs/live/run%2f/lane/me",
    "//api/labs/live/run/lane/me",
    `/api/labs/live/${"r".repeat(65)}/lane/me`,
    `/api/labs/live/run/lane/${"x".repeat(121)}`,
    "/api/labs/live/run/lane/me\n",
  ])("is not %j", (path) => {
    expect(parseLivePath(path)).toBeNull();
  });
});

describe("the lab server", () => {
  it("listens on this machine only", () => {
    expect(lab.server.address()).toMatchObject({ address: "127.0.0.1", port: lab.port });
  });

  it("hands over what was asked, and says what the check cost", async () => {
    const answer = await get(PATH, { some: "body" });
    expect(handle).toHaveBeenCalledWith("run-1", {
      method: "POST",
      lane: "lane",
      resource: "me",
      body: { some: "body" },
      cookie: "c=1",
      ip: "127.0.0.1",
      userAgent: "test",
    });
    expect(answer).toEqual({ status: 200, body: { hello: "you" }, setCookie: ["a=1; Max-Age=2"], reads: 3 });
  });

  it("answers 404 for what is not there, and 429 for too much", async () => {
    handle.mockResolvedValue(null);
    expect(await get(PATH)).toMatchObject({ status: 404, body: { error: "not_found" } });
    handle.mockResolvedValue("too_many");
    expect(await get(PATH)).toMatchObject({ status: 429, body: { error: "too_many_requests" } });
    expect(await get("/api/me")).toMatchObject({ status: 404 });
    expect(handle).toHaveBeenCalledTimes(2);
  });

  it("answers under its own name only, so that no page of another site reaches it by one that leads here", async () => {
    for (const host of ["evil.example", `evil.example:${lab.port}`, `localhost:${lab.port}`])
      expect(await statusFor(host)).not.toBe(200);
    expect(handle).not.toHaveBeenCalled();
    expect(await statusFor(`127.0.0.1:${lab.port}`)).toBe(200);
  });

  it("answers 500 for a fault, without a word about it, and goes on", async () => {
    handle.mockRejectedValueOnce(new Error("the secret of the fault"));
    const answer = await get(PATH);
    expect([answer.status, answer.body]).toEqual([500, { error: "internal" }]);
    expect((await get(PATH)).status).toBe(200);
  });

  it.each([
    ["that is too long", JSON.stringify({ a: "x".repeat(5000) })],
    ["that is no JSON", "{"],
    ["that is no object", "[]"],
    ["that is null", "null"],
  ])("refuses a body %s", async (_, body) => {
    expect(await post(body)).toBe(400);
    expect(handle).not.toHaveBeenCalled();
    expect(await post("{}")).toBe(200);
  });
});

describe("a request of the labs", () => {
  it.each([
    ["that hangs", () => {}],
    ["that is cut off", () => lab.server.closeAllConnections()],
  ])("%s is given up, and the next one goes through", async (_, then) => {
    handle.mockImplementation(() => {
      setTimeout(then, 20);
      return new Promise(() => {});
    });
    const request = { method: "GET", path: PATH, cookie: "", userAgent: "test" };
    await expect(sendHttp(lab.port, request, 100)).rejects.toThrow();
    handle.mockResolvedValue(ANSWER as unknown as LiveAnswer);
    expect((await get(PATH)).status).toBe(200);
  });
});

/** The status of what is sent as it is. */
function post(body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: lab.port, method: "POST", path: PATH };
    const sent = request(options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
