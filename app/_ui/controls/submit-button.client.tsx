"use client";
// The button that submits the form around it. While the action runs it stays focusable and keeps its name,
// shows a spinner and ignores further presses. Without JavaScript it is an ordinary submit button.

import type { ComponentProps, ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { Spinner } from "../shell/loading";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./button";

interface SubmitButtonProps extends Pick<ComponentProps<"button">, "name" | "value" | "aria-describedby"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string;
  children: ReactNode;
}

export function SubmitButton({
  variant = "primary",
  size,
  className = "",
  children,
  ...rest
}: SubmitButtonProps) {
  const status = useFormStatus();
  // Of several buttons in one form only the pressed one shows the wait.
  const pressed = !rest.name || status.data?.get(rest.name) === rest.value;
  const { pending } = status;
  return (
    <button
      type="submit"
      aria-disabled={pending}
      onClick={(event) => {
        if (pending) event.preventDefault();
      }}
      className={buttonClass(variant, size, `relative ${className}`)}
      {...rest}
    >
      <span className={`inline-flex items-center gap-2 ${pending && pressed ? "opacity-0" : ""}`}>
        {children}
      </span>
      {pending && pressed ? <Spinner className="absolute size-4" /> : null}
    </button>
  );
}
