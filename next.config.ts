import type { NextConfig } from "next";
import { MAX_BODY_BYTES } from "./lib/http/request/body-limit";

// Static configuration only: everything that depends on the machine (origin, data folder, keys) is read at
// run time by lib/config, so one build serves every environment. Headers are set by scripts/server.ts and
// proxy.ts: HSTS depends on the public origin.

const nextConfig: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // `npm test` checks the types of the whole tree, tests and tools included; a start should not pay for that.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  devIndicators: false,
  // No page uses Next's image service; without this /_next/image resizes pictures for anybody.
  images: { unoptimized: true },
  serverExternalPackages: ["prom-client", "better-sqlite3", "pg", "@node-rs/argon2"],
  experimental: {
    authInterrupts: true,
    serverActions: { bodySizeLimit: MAX_BODY_BYTES },
  },
};

export default nextConfig;
