import { NextRequest } from "next/server";
import { expect, it } from "vitest";
import { useApp } from "@/lib/web/testing/app";
import { GET } from "./route";

useApp();

it("without METRICS_TOKEN there is no such address, whatever is sent", async () => {
  for (const authorization of ["Bearer ", "Bearer null", "Bearer undefined"]) {
    const answer = await GET(new NextRequest("http://localhost/metrics", { headers: { authorization } }));
    expect(answer.status).toBe(404);
  }
});
