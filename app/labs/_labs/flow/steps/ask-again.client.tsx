"use client";
// Loads the page's data anew while a recording goes on: it takes a second or two.

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const EVERY_MS = 700;

export function AskAgain() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), EVERY_MS);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
