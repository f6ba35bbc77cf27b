// The frame of every page: skip link, header (who is signed in, how, and the way out), main, footer.
// It is told who is signed in and asks nobody.

import Link from "next/link";
import type { ReactNode } from "react";
import { signOutAction } from "@/app/_actions/sign-out";
import { SignOutForm } from "../controls/sign-out-form.client";
import { SubmitButton } from "../controls/submit-button.client";
import { Logo, Sign } from "../drawings/icons";
import { ModeBadge } from "../words/mode-badge";
import type { Account } from "./account";
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

interface ShellProps {
  /** Who is signed in. Left out for nobody, and where it is not known (error pages): then nothing is claimed. */
  account?: Account | undefined;
  current?: PageKey;
  /** "narrow" for a single form, "wide" for two columns side by side. */
  width?: "narrow" | "normal" | "wide";
  children: ReactNode;
}

const widths = { narrow: "max-w-md", normal: "max-w-4xl", wide: "max-w-7xl" };

export function Shell({ account, current, width = "normal", children }: ShellProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="absolute top-2 left-2 z-10 -translate-y-24 rounded-lg bg-ink px-4 py-2.5 font-medium text-surface focus:translate-y-0"
      >
        Skip to content
      </a>
      <header className="border-b border-line bg-raised">
        <div className="mx-auto flex max-w-7xl items-center gap-x-3 px-4 py-2.5 sm:px-6">
          <Link
            href="/"
            className={`mr-auto flex min-h-10 items-center gap-2.5 rounded-md ${account ? "lg:mr-3" : ""}`}
          >
            <Logo />
            <span className="text-[1.0625rem] font-semibold tracking-tight">Coatcheck</span>
          </Link>
          {account ? (
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
          ) : (
            <ThemeSwitch />
          )}
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className={`mx-auto w-full flex-1 px-4 py-6 outline-none sm:px-6 sm:py-8 ${widths[width]}`}
      >
        {children}
      </main>
      <footer className="border-t border-line">
        <p className="mx-auto max-w-7xl px-4 py-5 text-sm text-muted sm:px-6">
          Coatcheck shows how sign-ins really behave. Every cookie you see here is a real one.
        </p>
      </footer>
      {account ? <SessionWatch /> : null}
    </div>
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

/** The heading of a page with a sentence under it. */
export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="mb-5 grid gap-1">
      <h1 className="text-3xl">{title}</h1>
      {children ? <div className="max-w-prose text-muted sm:text-lg">{children}</div> : null}
    </div>
  );
}
