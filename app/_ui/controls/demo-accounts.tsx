// Starting as a demo account in one click: one form, one button an account. Works without JavaScript.

import { SubmitButton } from "./submit-button.client";

interface DemoAccountsProps {
  /** Field "account": alice, bob or admin. */
  action: (data: FormData) => Promise<void>;
  /** "start": Alice comes first. "aside": three equal, small buttons. */
  look?: "start" | "aside";
}

const looks = {
  start: { alice: "primary", size: "md" },
  aside: { alice: "secondary", size: "sm" },
} as const;

const others = [
  { account: "bob", label: "Bob" },
  { account: "admin", label: "Admin" },
];

export function DemoAccounts({ action, look = "start" }: DemoAccountsProps) {
  const { alice, size } = looks[look];
  return (
    <form action={action} className="flex flex-wrap gap-2.5">
      <SubmitButton name="account" value="alice" variant={alice} size={size}>
        Try it as Alice
      </SubmitButton>
      {others.map(({ account, label }) => (
        <SubmitButton key={account} name="account" value={account} variant="secondary" size={size}>
          <span>
            <span className="sr-only">Try it </span>as {label}
          </span>
        </SubmitButton>
      ))}
    </form>
  );
}
