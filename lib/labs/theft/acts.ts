import "server-only";
import { LAB_PASSWORD } from "../common/lab-password";
import type { LiveAct } from "../engine/plan";
import type { Stage } from "../engine/stage/stage";
import { REFRESHING } from "./lanes";
import { ACT } from "./shared/family";

// What the owner and the thief can do. Each act is real requests with the cookies of who does it; only copying
// makes none, as with a real thief. The scenarios schedule these acts, and a person may do more of them. The mark of
// an act says whether it was refused or had nothing to do.

export interface TheftActs {
  copy(stage: Stage): Promise<void>;
  refresh(stage: Stage, device: "owner" | "thief"): Promise<void>;
  useOnce(stage: Stage): Promise<void>;
  signOut(stage: Stage): Promise<void>;
  changePassword(stage: Stage): Promise<void>;
}

/** For one run: the password changes with it. */
export function createActs(): TheftActs {
  let password = LAB_PASSWORD;
  let changes = 0;

  /** With the current password, where the owner is not signed in already. */
  async function signIn(stage: Stage, lanes: readonly string[]): Promise<void> {
    const { email } = await stage.world.owner();
    const mark = { act: ACT.signIn, label: "The owner signs in with the new password", device: "owner" };
    await inLanes(stage, lanes, mark, async (lane) =>
      wentThrough(await stage.request("owner", lane, "POST", "sign-in", { body: { email, password } })),
    );
  }

  return {
    copy: (stage) =>
      stage.actInEveryLane(
        { act: ACT.copy, label: "The thief copies the cookies", device: "thief" },
        async (lane) => {
          if (stage.jar("owner", lane).header() === "") return false;
          stage.copyCookies("owner", "thief", lane);
          return true;
        },
      ),
    refresh: (stage, device) =>
      inLanes(stage, REFRESHING, { act: ACT.refresh, label: REFRESHES[device], device }, async (lane) =>
        wentThrough(await stage.request(device, lane, "POST", "refresh")),
      ),
    useOnce: (stage) =>
      stage.actInEveryLane(
        { act: ACT.useOnce, label: "The thief uses it once", device: "thief" },
        async (lane) => {
          if (REFRESHING.includes(lane)) await stage.request("thief", lane, "POST", "refresh");
          return wentThrough(await stage.request("thief", lane, "GET", "me"));
        },
      ),
    signOut: (stage) =>
      stage.actInEveryLane(
        { act: ACT.signOut, label: "The owner signs out", device: "owner" },
        async (lane) => {
          const { body } = await stage.request("owner", lane, "POST", "sign-out");
          // Who is signed out already is answered 200 as well, and nothing has ended.
          return body.ended === true;
        },
      ),
    async changePassword(stage) {
      const newPassword = `${LAB_PASSWORD}, number ${++changes}`;
      const mark = { act: ACT.password, label: "The owner changes the password", device: "owner" };
      let changedIn: string | null = null;
      await stage.act(mark, async () => {
        // Where the owner is signed in; it is one account, so once is enough.
        for (const lane of stage.laneIds) {
          const body = { currentPassword: password, newPassword };
          const { status } = await stage.request("owner", lane, "POST", "password", { body });
          if (status !== 200) continue;
          changedIn = lane;
          break;
        }
        return changedIn !== null;
      });
      if (changedIn === null) return;
      password = newPassword;
      const elsewhere = stage.laneIds.filter((lane) => lane !== changedIn);
      await signIn(stage, elsewhere);
    },
  };
}

const wentThrough = ({ status }: { status: number }): boolean => status < 300;

const REFRESHES = { owner: "The owner refreshes", thief: "The thief refreshes" };

async function inLanes(
  stage: Stage,
  lanes: readonly string[],
  mark: Parameters<Stage["act"]>[0],
  work: (lane: string) => Promise<boolean>,
): Promise<void> {
  await Promise.all(lanes.map((lane) => stage.act({ ...mark, lane }, () => work(lane))));
}

/** The same acts as buttons, in the order in which they make sense. */
export function liveActs(acts: TheftActs): Record<string, LiveAct> {
  return {
    "thief-copies": { label: "Thief: copy the cookies", run: (stage) => acts.copy(stage) },
    "thief-refreshes": { label: "Thief: refresh", run: (stage) => acts.refresh(stage, "thief") },
    "owner-refreshes": { label: "Owner: refresh", run: (stage) => acts.refresh(stage, "owner") },
    "owner-signs-out": { label: "Owner: sign out", run: (stage) => acts.signOut(stage) },
    "owner-changes-password": {
      label: "Owner: change the password",
      run: (stage) => acts.changePassword(stage),
    },
  };
}
