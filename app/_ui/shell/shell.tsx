// Every page: in the header who is signed in, how, and the way out. It is told who is signed in and asks nobody.

import Link from "next/link";
import { signOutAction } from "@/app/_actions/sign-out";
import { SignOutForm } from "../controls/sign-out-form.client";
import { SubmitButton } from "../controls/submit-button.client";
import { Sign } from "../drawings/icons";
import { ModeBadge } from "../words/mode-badge";
import type { Account } from "./account";
import { Frame, type FrameProps } from "./frame";
import { NavLink } from "./nav-link.client";
import { SessionWatch } from "./session-watch.client";
import { ThemeSwitch } from "./theme-switch.client";

/** Add a page here when it exists. */
const pages = [
  { key: "dashboard", href: "/dashboard", label: "Dashboard" },
  { key: "devices", href: "/devices", label: "Devices" },
  { key: "activity", href: "/activity", label: "Activity" },
  { key: "labs", href: "/labs", label: "Labs" },
  { key: "settings", href: "/settings", label: "Settings" },
  { key: "admin", href: "/admin", label: "Admin", onlyFor: "admin" },
] as const;

export type PageKey = (typeof pages)[number]["key"];

interface ShellProps extends Pick<FrameProps, "width" | "children"> {
  /** Who is signed in. Left out for nobody. */
  account?: Account | undefined;
  current?: PageKey;
}

export function Shell({ account, current, width, children }: ShellProps) {
  if (!account) return <Frame width={width}>{children}</Frame>;
  return (
    <Frame
      width={width}
      bar={
        <>
          <MenuButton />
          {/* A popover where there is no room for it in the row. Needs no script. */}
          <div
            id={MENU}
            popover="auto"
            className="absolute inset-auto top-14 right-4 m-0 w-72 max-w-[calc(100vw-2rem)] gap-2 rounded-lg border border-line bg-raised p-3 text-ink shadow-lg open:grid lg:contents"
          >
            <nav aria-label="Main" className="flex flex-col lg:flex-row">
              {pagesFor(account).map(({ key, href, label }) => (
                <NavLink key={key} href={href} current={key === current}>
                  {label}
                </NavLink>
              ))}
            </nav>
            <Who account={account} />
            <div className="justify-self-start">
              <ThemeSwitch />
            </div>
          </div>
          <SignOutForm action={signOutAction}>
            <SubmitButton variant="secondary" size="sm">
              Sign out
            </SubmitButton>
          </SignOutForm>
        </>
      }
    >
      {children}
      <SessionWatch />
    </Frame>
  );
}

/** A page for admins only is left out for others. The page itself decides who may see it. */
function pagesFor({ role }: Account) {
  return pages.filter((page) => !("onlyFor" in page) || page.onlyFor === role);
}

const MENU = "menu";

function MenuButton() {
  return (
    <button
      type="button"
      popoverTarget={MENU}
      className="flex min-h-10 items-center gap-2 rounded-lg border border-line-strong px-3 text-[0.9375rem] hover:border-ink lg:hidden"
    >
      <Sign name="menu" className="size-4" />
      Menu
    </button>
  );
}

function Who({ account }: { account: Account }) {
  return (
    <div className="flex min-w-0 gap-2.5 max-lg:flex-col max-lg:items-start max-lg:border-y max-lg:border-line max-lg:px-3 max-lg:py-2.5 lg:flex-1 lg:items-center lg:justify-end">
      <p className="max-w-full min-w-0 truncate text-sm" title={account.email}>
        <span className="text-muted">Signed in as </span>
        <Link
          href="/account"
          prefetch={false}
          className="inline-block py-0.5 font-medium underline decoration-line-strong underline-offset-4 hover:decoration-ink"
        >
          {account.name}
        </Link>
        {account.role === "admin" ? <span className="text-muted"> (admin)</span> : null}
      </p>
      <ModeBadge mode={account.mode} />
    </div>
  );
}
