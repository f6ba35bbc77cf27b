export const dynamic = "force-dynamic";

/** The floor that benchmarks compare with: no guard, no store. */
export function GET(): Response {
  return Response.json({ pong: true });
}
