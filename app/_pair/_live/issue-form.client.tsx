"use client";
// Asks for a new pair: how its JWT can be revoked, how long it lives and what signs it.

import { SelectField } from "@/app/_ui/controls/field";
import { SubmitButton } from "@/app/_ui/controls/submit-button.client";
import { describeSeconds } from "@/app/_ui/words/modes";
import { strategyOptions } from "@/app/_ui/words/strategies";
import type { StrategyName } from "@/lib/auth/contract";
import { useScene } from "./pair-scene.client";

const lifetimes = [10, 30, 60, 300, 900].map((seconds) => ({
  value: String(seconds),
  label: describeSeconds(seconds),
}));
const algorithms = [
  { value: "HS256", label: "HS256, shared secret" },
  { value: "RS256", label: "RS256, RSA" },
  { value: "ES256", label: "ES256, elliptic curve" },
  { value: "EdDSA", label: "EdDSA, Ed25519" },
];

interface IssueFormProps {
  /** What the selects start with: the same as last time. */
  strategy: StrategyName;
  alg: string;
  accessTtlSeconds: number;
  /** The first pair is the page's main invitation, a further one is not. */
  first: boolean;
}

export function IssueForm({ strategy, alg, accessTtlSeconds, first }: IssueFormProps) {
  const { formAction } = useScene();
  const known = lifetimes.some(({ value }) => value === String(accessTtlSeconds));
  return (
    <form
      action={formAction}
      className="grid items-end gap-3 sm:grid-cols-3 lg:grid-cols-[minmax(10rem,13rem)_minmax(8rem,10rem)_minmax(12rem,15rem)_auto] lg:justify-start"
    >
      <input type="hidden" name="act" value="issue" />
      <SelectField
        label="Revocation"
        name="strategy"
        id="pair-strategy"
        options={strategyOptions}
        defaultValue={strategy}
      />
      <SelectField
        label="JWT lifetime"
        name="accessTtlSeconds"
        id="pair-lifetime"
        options={lifetimes}
        defaultValue={known ? String(accessTtlSeconds) : "60"}
      />
      <SelectField label="Algorithm" name="alg" id="pair-alg" options={algorithms} defaultValue={alg} />
      <SubmitButton variant={first ? "primary" : "secondary"}>Issue a pair</SubmitButton>
    </form>
  );
}
