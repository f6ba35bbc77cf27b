import { DeadEnd } from "./_dead-end/dead-end";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <DeadEnd title="There is no such page">
      The address may be mistyped, or the page has moved. Nothing about your sign-in has changed.
    </DeadEnd>
  );
}
