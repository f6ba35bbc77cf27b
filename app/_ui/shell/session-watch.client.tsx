"use client";
// Mounted on pages that show someone's data. When the sign-in behind the page has ended elsewhere (Back
// brought the page out of the cache, another tab signed out, the tab was away), it asks the server again.

import { useEffect } from "react";
import { onSignedOut } from "./auth-channel";

const reload = () => window.location.reload();

export function SessionWatch() {
  useEffect(() => {
    const onPageShow = (event: PageTransitionEvent) => {
      if (event.persisted) reload();
    };
    const onVisible = async () => {
      if (document.visibilityState !== "visible") return;
      // Offline or a store outage is no sign-out: only a clear 401 reloads.
      const answer = await fetch("/api/me", { cache: "no-store" }).catch(() => null);
      if (answer?.status === 401) reload();
    };
    window.addEventListener("pageshow", onPageShow);
    document.addEventListener("visibilitychange", onVisible);
    const stopListening = onSignedOut(reload);
    return () => {
      window.removeEventListener("pageshow", onPageShow);
      document.removeEventListener("visibilitychange", onVisible);
      stopListening();
    };
  }, []);
  return null;
}
