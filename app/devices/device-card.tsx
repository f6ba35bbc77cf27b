// One sign-in: what it is, where it came from, since when, until when, and the button that ends it.

import { SignOutForm } from "@/app/_ui/controls/sign-out-form.client";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { ModeIcon } from "@/app/_ui/drawings/icons";
import { Code } from "@/app/_ui/words/code";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import { ModeBadge } from "@/app/_ui/words/mode-badge";
import { modeLook } from "@/app/_ui/words/modes";
import type { Device } from "@/lib/accounts/sign-ins/devices";
import type { ModeName } from "@/lib/auth/contract";

interface DeviceCardProps {
  device: Device;
  action: (data: FormData) => Promise<void>;
}

/** What "last seen" means: a token that is checked without a read leaves no trace until it is refreshed. */
const seenWords: Record<ModeName, string> = { session: "Last seen", jwt: "Last refreshed" };

export function DeviceCard({ device, action }: DeviceCardProps) {
  const { id, mode, label, ip, current } = device;
  const look = modeLook[mode];
  // Only the end of this one is news to the other tabs.
  const Form = current ? SignOutForm : "form";
  return (
    <article
      aria-labelledby={`device-${id}`}
      className={`min-w-0 overflow-hidden rounded-xl border bg-raised shadow-card ${current ? look.line : "border-line"}`}
    >
      <div className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-4 px-5 py-4 sm:px-6">
        <div className="flex min-w-0 items-start gap-3">
          <span className={`grid size-9 shrink-0 place-items-center rounded-full ${look.soft} ${look.text}`}>
            <ModeIcon mode={mode} />
          </span>
          <div className="grid min-w-0 gap-1.5">
            <h2 id={`device-${id}`} className="text-lg wrap-anywhere">
              {label}
            </h2>
            <div className="flex flex-wrap items-center gap-2">
              <ModeBadge mode={mode} />
              {current ? (
                <span className="rounded-full border border-ink px-2.5 py-0.5 text-[0.8125rem] font-medium">
                  This device
                </span>
              ) : null}
              <span className="text-sm text-muted">
                from <Code>{ip}</Code>
              </span>
            </div>
          </div>
        </div>
        <Form action={action}>
          <input type="hidden" name="id" value={id} />
          <SubmitButton variant={current ? "secondary" : "danger"} size="sm">
            <span>
              End<span className="sr-only"> {current ? "this device" : `${label}, ${ip}`}</span>
            </span>
          </SubmitButton>
        </Form>
        <Facts device={device} />
      </div>
    </article>
  );
}

function Facts({ device }: { device: Device }) {
  const { mode, createdAt, lastSeenAt, expiresAt } = device;
  const facts = [
    { name: "Signed in", date: createdAt },
    { name: seenWords[mode], date: lastSeenAt },
    { name: "Expires at the latest", date: expiresAt },
  ];
  return (
    <dl className="col-span-2 grid min-w-0 gap-x-6 gap-y-2 border-t border-line pt-3 sm:grid-cols-2 lg:grid-cols-3">
      {facts.map(({ name, date }) => (
        <div key={name} className="grid min-w-0 content-start">
          <dt className="text-sm text-muted">{name}</dt>
          <dd className="text-[0.9375rem]">
            <LocalTime date={date.toISOString()} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
