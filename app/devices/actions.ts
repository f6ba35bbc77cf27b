"use server";

import { redirect } from "next/navigation";
import { endDevice, endOtherDevices } from "@/lib/accounts/devices";
import { sensitiveAct, userAction } from "@/lib/session/actions-guard";
import { writeFlash } from "@/lib/session/flash";

const PAGE = "/devices";

/** Field "id". One that is gone already is no error: somebody else's page may be old. */
export async function endDeviceAction(data: FormData): Promise<void> {
  const { current, ...context } = await userAction();
  const ended = await sensitiveAct(PAGE, () => endDevice(current, String(data.get("id")), context));
  if (ended?.current) redirect("/login");
  if (ended) await writeFlash(context.cookies, ended);
  redirect(`${PAGE}?ended=1`);
}

export async function endOtherDevicesAction(): Promise<void> {
  const { current, ...context } = await userAction();
  const ended = await sensitiveAct(PAGE, () => endOtherDevices(current, context));
  await writeFlash(context.cookies, ended);
  redirect(`${PAGE}?ended=1`);
}
