import { secondOrigin } from "@/lib/labs/runs/own";
import { notFound } from "@/lib/web/api/answers";
import { userRoute } from "@/lib/web/api/route";

export const dynamic = "force-dynamic";

/**
 * To where the reader's browser makes its attempts. It is asked for by a form of the run's own page: no other page
 * can start them. The address is a key, so only who started the run gets it.
 */
export const POST = userRoute({}, async ({ runtime, params, current }) => {
  const address = await secondOrigin(runtime, String(params.id), current);
  return address ? goingOn(address) : notFound();
});

/** Not a redirect: the policy of the app's pages lets a form end on this origin alone (CSP 3, form-action). */
function goingOn(address: string): Response {
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${address}"><title>The second origin</title></head>
<body><p><a href="${address}">Go on to the second origin</a></p></body>
</html>
`;
  return new Response(html, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy":
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
  });
}
