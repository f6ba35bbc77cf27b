import { NextResponse } from "next/server";
import type { AdminRefusal } from "@/lib/accounts/admin/acts";
import { conflict, notFound } from "@/lib/web/api/answers";

// An admin's act that was not done, as the API says it.

const ANSWERS: Readonly<Record<AdminRefusal, () => NextResponse>> = {
  forbidden: () => NextResponse.json({ error: "forbidden" }, { status: 403 }),
  not_found: notFound,
  own_account: () => conflict("own_account"),
  last_admin: () => conflict("last_admin"),
};

export const refused = (refusal: AdminRefusal): NextResponse => ANSWERS[refusal]();
