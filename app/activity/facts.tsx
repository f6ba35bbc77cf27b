// What is known of one event, in full: opened from its line. Text from clients is shown as text.

import type { ReactNode } from "react";
import { Code } from "@/app/_ui/words/code";
import { KeyValue, KeyValueList } from "@/app/_ui/words/key-value";
import { LocalTime } from "@/app/_ui/words/local-time.client";
import { ModeBadge } from "@/app/_ui/words/mode-badge";
import type { ActivityView } from "@/lib/audit/view";
import { clientLabel } from "@/lib/http/request/client-label";
import { describeReason } from "./words";

/** Shown in a way of their own; all other details are shown by name. */
const OWN_WAY = ["reason", "newDevice", "firstUsedAt", "firstIp", "firstUserAgent"];

export function Facts({ event, who }: { event: ActivityView; who: ReactNode }) {
  const { at, sessionId, mode, ip, userAgent, detail } = event;
  const reason = describeReason(detail.reason);
  const { firstUsedAt, firstIp, firstUserAgent } = detail;
  const isReuse = typeof firstIp === "string" && typeof firstUserAgent === "string";
  return (
    <KeyValueList>
      <KeyValue label="When">
        <LocalTime date={at} />
      </KeyValue>
      {who}
      {mode ? (
        <KeyValue label="Mode">
          <ModeBadge mode={mode} />
        </KeyValue>
      ) : null}
      {sessionId ? (
        <KeyValue label="Sign-in">
          <Code>{sessionId}</Code>
        </KeyValue>
      ) : null}
      {detail.reason !== undefined ? (
        <KeyValue label="Reason" hint={reason?.long}>
          <Code>{String(detail.reason)}</Code>
        </KeyValue>
      ) : null}
      {isReuse ? (
        <KeyValue label="First used by">
          <Client ip={firstIp} userAgent={firstUserAgent} />
          {typeof firstUsedAt === "string" && !Number.isNaN(Date.parse(firstUsedAt)) ? (
            <span className="block text-sm text-muted">
              <LocalTime date={firstUsedAt} />
            </span>
          ) : null}
        </KeyValue>
      ) : null}
      {ip !== null && userAgent !== null ? (
        <KeyValue label={isReuse ? "Came back from" : "From"}>
          <Client ip={ip} userAgent={userAgent} />
        </KeyValue>
      ) : null}
      {Object.entries(detail)
        .filter(([name]) => !OWN_WAY.includes(name))
        .map(([name, value]) => (
          <KeyValue key={name} label={<Code>{name}</Code>}>
            {value === null ? "none" : String(value)}
          </KeyValue>
        ))}
    </KeyValueList>
  );
}

function Client({ ip, userAgent }: { ip: string; userAgent: string }) {
  return (
    <>
      {clientLabel(userAgent)}, <Code>{ip}</Code>
      <span className="block text-sm text-muted">{userAgent}</span>
    </>
  );
}
