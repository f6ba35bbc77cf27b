"use client";
// What a page shows when rendering it failed. Every page carries this, so what it shows is loaded only then.

import { lazy } from "react";
import type { FailedProps } from "./_failed/failed.client";

const Failed = lazy(() => import("./_failed/failed.client"));

export default function ErrorPage(props: FailedProps) {
  return <Failed {...props} />;
}
