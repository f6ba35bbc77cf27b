import type { NextConfig } from "next";

/**
 * Static configuration only: everything that depends on the machine (origin, data folder, keys) is read
 * at run time by lib/session/config, so one build serves every environment.
 */
const nextConfig: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  agentRules: false,
  devIndicators: false,
  serverExternalPackages: ["better-sqlite3", "@node-rs/argon2"],
  experimental: {
    authInterrupts: true,
    serverActions: { bodySizeLimit: "64kb" },
  },
};

export default nextConfig;
