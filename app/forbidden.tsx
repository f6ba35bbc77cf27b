import { ButtonLink } from "@/app/_ui/controls/button";
import { PageHeading, Shell } from "@/app/_ui/shell/shell";

export const metadata = { title: "Not allowed" };

export default function Forbidden() {
  return (
    <Shell>
      <PageHeading title="This is not for your account">
        You are signed in or not as before, but this page or this act needs a permission that your account
        does not have, or the request did not come from this site.
      </PageHeading>
      <ButtonLink href="/" variant="primary">
        Go to the start
      </ButtonLink>
    </Shell>
  );
}
