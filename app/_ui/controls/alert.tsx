// A message about what happened. `bad` interrupts (role=alert), the others wait their turn (role=status).

import type { ReactNode } from "react";
import { Sign, type SignName } from "../drawings/icons";

export type Tone = "info" | "ok" | "warn" | "bad";

const looks: Record<Tone, { box: string; sign: SignName; text: string }> = {
  info: { box: "border-line-strong bg-raised", sign: "info", text: "text-muted" },
  ok: { box: "border-ok bg-ok-soft", sign: "check", text: "text-ok" },
  warn: { box: "border-warn bg-warn-soft", sign: "warn", text: "text-warn" },
  bad: { box: "border-bad bg-bad-soft", sign: "cross", text: "text-bad" },
};

interface AlertProps {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  /** False for advice that was on the page from the start and must not be announced. */
  live?: boolean;
}

export function Alert({ tone = "info", title, children, live = true }: AlertProps) {
  const look = looks[tone];
  const role = tone === "bad" ? "alert" : "status";
  return (
    <div {...(live ? { role } : {})} className={`flex gap-3 rounded-lg border px-4 py-3 ${look.box}`}>
      <Sign name={look.sign} className={`mt-1 size-4 ${look.text}`} />
      <div className="grid min-w-0 gap-1">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className="text-[0.9375rem] wrap-anywhere">{children}</div> : null}
      </div>
    </div>
  );
}
