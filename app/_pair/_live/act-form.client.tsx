"use client";
// One button of the side-by-side, as a form of its own: works without JavaScript, and the button stays where
// it is, so the focus does too.

import type { ReactNode } from "react";
import type { ButtonSize, ButtonVariant } from "@/app/_ui/controls/button";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { modeNoun } from "@/app/_ui/words/words";
import type { ModeName } from "@/lib/auth/contract";
import type { ActName } from "@/lib/pair/acts";
import { useScene } from "./pair-scene.client";

interface ActFormProps {
  act: ActName;
  mode?: ModeName;
  /** What the act wants to know besides. */
  fields?: Record<string, string>;
  variant?: ButtonVariant;
  size?: ButtonSize;
  children: ReactNode;
}

export function ActForm({
  act,
  mode,
  fields = {},
  variant = "secondary",
  size = "sm",
  children,
}: ActFormProps) {
  const { formAction } = useScene();
  return (
    <form action={formAction} className="grid">
      <input type="hidden" name="act" value={act} />
      {mode ? <input type="hidden" name="mode" value={mode} /> : null}
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton variant={variant} size={size}>
        <span>
          {children}
          {mode ? <span className="sr-only"> ({modeNoun[mode]})</span> : null}
        </span>
      </SubmitButton>
    </form>
  );
}
