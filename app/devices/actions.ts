"use server";

import { redirect } from "next/navigation";
import { endDevice, endOtherDevices } from "@/lib/accounts/sign-ins/devices";
import { sensitiveAct, userAction } from "@/lib/web/forms/actions-guard";
import { writeFlash } from "@/lib/web/forms/flash";

const PAGE = "/devices";

/** Field "id". One that is gone already is no error: somebody else's page may be old. */
export async function endDeviceAction(data: FormData): Promise<void> {
  const { runtime, current, ...context } = await userAction();
  const ended = await sensitiveAct(PAGE, () => endDevice(runtime, current, String(data.get("id")), context));
  if (ended?.current) redirect("/login");
  if (ended) await writeFlash(context.cookies, ended);
  redirect(`${PAGE}?ended=1`);
}

export async function endOtherDevicesAction(): Promise<void> {
  const { runtime, current, ...context } = await userAction();
  const ended = await sensitiveAct(PAGE, () => endOtherDevices(runtime, current, context));
  await writeFlash(context.cookies, ended);
  redirect(`${PAGE}?ended=1`);
}
