import { ButtonLink } from "@/app/_ui/controls/button";
import { PageHeading, Shell } from "@/app/_ui/shell/shell";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <Shell>
      <PageHeading title="There is no such page">
        The address may be mistyped, or the page has moved. Nothing about your sign-in has changed.
      </PageHeading>
      <ButtonLink href="/" variant="primary">
        Go to the start
      </ButtonLink>
    </Shell>
  );
}
