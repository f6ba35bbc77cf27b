import { DeadEnd } from "./_dead-end/dead-end";

export const metadata = { title: "Not allowed" };

export default function Forbidden() {
  return (
    <DeadEnd title="This is not for your account">
      Your account does not have the permission for this, or the request came from another site. Nothing was
      changed, and your sign-in is as it was.
    </DeadEnd>
  );
}
