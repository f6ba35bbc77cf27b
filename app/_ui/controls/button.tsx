// Buttons and links that look like buttons. Submitting a form with feedback: submit-button.client.tsx.

import Link, { type LinkProps } from "next/link";
import type { ComponentProps, ReactNode } from "react";

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "md" | "sm";

const variants: Record<ButtonVariant, string> = {
  primary: "border-ink bg-ink text-surface hover:border-ink/85 hover:bg-ink/85",
  secondary: "border-line-strong bg-raised text-ink hover:border-ink hover:bg-surface",
  quiet: "border-transparent text-ink underline-offset-4 hover:bg-sunken",
  danger: "border-bad bg-raised text-bad hover:bg-bad-soft",
};
const sizes: Record<ButtonSize, string> = {
  md: "min-h-11 px-4.5 text-[0.9375rem]",
  sm: "min-h-9 px-3 text-sm",
};

export function buttonClass(
  variant: ButtonVariant = "secondary",
  size: ButtonSize = "md",
  extra = "",
): string {
  return `inline-flex items-center justify-center gap-2 rounded-lg border font-medium text-center transition-colors aria-disabled:opacity-60 disabled:opacity-60 ${variants[variant]} ${sizes[size]} ${extra}`;
}

interface Look {
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string;
  children: ReactNode;
}

export function Button({
  variant,
  size,
  className,
  type = "button",
  ...rest
}: Look & ComponentProps<"button">) {
  return <button type={type} className={buttonClass(variant, size, className)} {...rest} />;
}

export function ButtonLink<Route extends string>({
  variant,
  size,
  className,
  ...rest
}: Look & LinkProps<Route>) {
  return <Link className={buttonClass(variant, size, className)} {...rest} />;
}
