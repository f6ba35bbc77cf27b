"use client";
// Holds together what is live about one pair: the one action behind all its forms, the report of the last
// act, and the probes. Everything inside it, from the server or not, is only drawn.

import { useRouter } from "next/navigation";
import { createContext, type ReactNode, use, useActionState, useEffect, useRef } from "react";
import type { Report } from "../report";
import { type ProbeLoop, startProbing } from "./probe-loop.client";
import { recordAct } from "./store.client";

export type PairAction = (previous: Report | null, data: FormData) => Promise<Report | null>;

interface Scene {
  pairId: string | null;
  report: Report | null;
  formAction: (data: FormData) => void;
}

const SceneContext = createContext<Scene>({ pairId: null, report: null, formAction: () => {} });

export const useScene = (): Scene => use(SceneContext);

interface PairSceneProps {
  pairId: string | null;
  action: PairAction;
  children: ReactNode;
}

export function PairScene({ pairId, action, children }: PairSceneProps) {
  const [report, formAction] = useActionState(action, null);
  const loop = useRef<ProbeLoop>(null);
  const { refresh } = useRouter();

  useEffect(() => {
    if (!pairId) return;
    const probing = startProbing(pairId, refresh);
    loop.current = probing;
    return () => probing.stop();
  }, [pairId, refresh]);

  useEffect(() => {
    if (!report) return;
    if (report.pairId) recordAct(report.pairId, report);
    loop.current?.poke();
  }, [report]);

  return <SceneContext value={{ pairId, report, formAction }}>{children}</SceneContext>;
}
