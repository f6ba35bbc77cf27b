"use client";
// The form that signs out, and tells the other tabs once the server has done it (when the answer takes this
// form off the page). Without JavaScript it is a plain form.

import { type ReactNode, useEffect, useRef } from "react";
import { announceSignedOut } from "../shell/auth-channel";

interface SignOutFormProps {
  action: (data: FormData) => Promise<void>;
  children: ReactNode;
  className?: string;
}

export function SignOutForm({ action, children, className }: SignOutFormProps) {
  const submitted = useRef(false);
  useEffect(
    () => () => {
      if (submitted.current) announceSignedOut();
    },
    [],
  );
  return (
    <form
      action={action}
      onSubmit={() => {
        submitted.current = true;
      }}
      className={className}
    >
      {children}
    </form>
  );
}
