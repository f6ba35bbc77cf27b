// What part of the trail the page shows, as its address says it. What an address cannot mean is left out, so
// that an old or mistyped link shows the list all the same.

import type { AuditKind } from "@/lib/stores/audit";

export const GROUPS = {
  "sign-ins": { label: "Sign-ins", kinds: ["sign-up", "sign-in", "reauthenticated"] },
  refusals: { label: "Refusals", kinds: ["sign-in.refused", "credential.refused"] },
  rotations: { label: "Rotations", kinds: ["refreshed", "refresh.reused"] },
  revocations: {
    label: "Revocations",
    kinds: ["sign-out", "sign-in.ended", "sign-out-everywhere", "account.signed-out", "refresh.reused"],
  },
  settings: {
    label: "Settings",
    kinds: [
      "mode.switched",
      "settings.changed",
      "password.changed",
      "role.changed",
      "account.disabled",
      "account.enabled",
      "account.deleted",
    ],
  },
} as const satisfies Record<string, { label: string; kinds: readonly AuditKind[] }>;
export type GroupName = keyof typeof GROUPS;
export const GROUP_NAMES = Object.keys(GROUPS) as GroupName[];

export interface Filter {
  /** None: everything. */
  groups: GroupName[];
  /** For admins: whose trail. Left out: one's own. */
  user: string | undefined;
  /** Which page of it; left out: the first. */
  cursor: string | undefined;
}

type SearchParams = Record<string, string | string[] | undefined>;

export function readFilter(params: SearchParams): Filter {
  const asked = [params.show].flat();
  return {
    groups: GROUP_NAMES.filter((name) => asked.includes(name)),
    user: [params.user].flat()[0] || undefined,
    cursor: [params.cursor].flat()[0] || undefined,
  };
}

export const kindsOf = ({ groups }: Filter): AuditKind[] => [
  ...new Set(groups.flatMap((name): readonly AuditKind[] => GROUPS[name].kinds)),
];

/** The page's own address with this filter. */
export function pageLink({ groups, user, cursor }: Filter) {
  const query = {
    ...(groups.length > 0 && { show: groups }),
    ...(user && { user }),
    ...(cursor && { cursor }),
  };
  return { pathname: "/activity", query };
}

/** Everything that matches, not only this page of it. */
export function exportLink(filter: Filter, format: "json" | "csv"): string {
  const query = new URLSearchParams({ format });
  for (const kind of kindsOf(filter)) query.append("kind", kind);
  if (filter.user) query.set("user", filter.user);
  return `/api/activity/export?${query}`;
}
