import { ButtonLink } from "@/app/_ui/controls/button";
import { PageHeading, Shell } from "@/app/_ui/shell/shell";

export const metadata = { title: "Not allowed" };

export default function Forbidden() {
  return (
    <Shell>
      <PageHeading title="This is not for your account">
        Your account does not have the permission for this, or the request came from another site. Nothing was
        changed, and your sign-in is as it was.
      </PageHeading>
      <ButtonLink href="/" variant="primary">
        Go to the start
      </ButtonLink>
    </Shell>
  );
}
