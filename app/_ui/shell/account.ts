// The signed-in person as the frame of a page shows them. Picked member by member, so that what the
// data access layer knows besides (the credential itself) never gets near a component.

import type { ModeName, Principal, Role } from "@/lib/auth/contract";

export interface Account {
  name: string;
  email: string;
  role: Role;
  mode: ModeName;
}

export function accountOf({ principal, mode }: { principal: Principal; mode: ModeName }): Account {
  return { name: principal.name, email: principal.email, role: principal.role, mode };
}
