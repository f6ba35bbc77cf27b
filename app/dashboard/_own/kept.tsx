// What the server keeps of a credential, in short: the difference between the modes, and between a JWT's
// strategies, in one look. Takes safe descriptions; a session is the one that has a row.

import type { ReactNode } from "react";
import { Code } from "@/app/_ui/words/code";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import { modeLook } from "@/app/_ui/words/modes";
import { strategyLook } from "@/app/_ui/words/strategies";
import type {
  Introspection,
  JwtIntrospection,
  ModeName,
  SessionIntrospection,
  SignIn,
  StrategyName,
} from "@/lib/auth/contract";

interface KeptProps {
  introspection: Introspection;
  /** How the JWT was issued to be revoked; null for one that does not say. */
  strategy: StrategyName | null;
  /** The JWT's token family, while it is alive. */
  family: SignIn | null;
}

export function Kept({ introspection, strategy, family }: KeptProps) {
  return (
    <div className="grid min-w-0 gap-1.5">
      <h3 className="text-sm font-normal text-muted">What the server keeps</h3>
      {"row" in introspection ? (
        <OfSession row={introspection.row} />
      ) : (
        <OfJwt claims={introspection.claims} strategy={strategy} family={family} />
      )}
    </div>
  );
}

function OfSession({ row }: Pick<SessionIntrospection, "row">) {
  if (!row)
    return (
      <p className="rounded-lg border border-dashed border-line-strong px-3.5 py-3 text-sm">
        No row. The ticket leads nowhere.
      </p>
    );
  return (
    <Facts mode="session">
      <Fact name="Row">
        <Code>{row.id}</Code>
      </Fact>
      <Fact name="Finds it">
        <Code>{row.tokenHash.slice(0, 16)}…</Code>, the hash of what is in the cookie
      </Fact>
      <Fact name="Issued">
        <LocalTime date={row.createdAt.toISOString()} />
      </Fact>
      <Fact name="Ends">
        <LocalTime date={row.expiresAt.toISOString()} />
      </Fact>
    </Facts>
  );
}

function OfJwt({
  claims,
  strategy,
  family,
}: Pick<JwtIntrospection, "claims"> & Omit<KeptProps, "introspection">) {
  return (
    <Facts mode="jwt">
      <Fact name="For the check">{strategy ? strategyLook[strategy].keeps : "Only the key."}</Fact>
      {typeof claims?.ver === "number" ? (
        <Fact name="Its number">
          <Code>{claims.ver}</Code>, refused once your account’s is another
        </Fact>
      ) : null}
      <Fact name="To renew it">
        {family ? (
          <>
            Row <Code>{family.id}</Code> with the hash of a refresh token. This pair’s was handed to nobody.
          </>
        ) : (
          "The row that its refresh token led to has ended."
        )}
      </Fact>
    </Facts>
  );
}

function Facts({ mode, children }: { mode: ModeName; children: ReactNode }) {
  const { line, soft } = modeLook[mode];
  return (
    <dl
      className={`grid min-w-0 grid-cols-[auto_1fr] gap-x-5 gap-y-1 rounded-lg border px-3.5 py-3 text-sm ${line} ${soft}`}
    >
      {children}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
