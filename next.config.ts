import type { NextConfig } from "next";

// Static configuration only: everything that depends on the machine (origin, data folder, keys) is read at
// run time by lib/session/config, so one build serves every environment.

/** On every answer, pages or not. What needs a nonce or the public origin is added by proxy.ts. */
const SECURITY_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Frame-Options": "DENY",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
};

const nextConfig: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // `npm test` checks the types of the whole tree, tests and tools included; a start should not pay for that.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  devIndicators: false,
  serverExternalPackages: ["better-sqlite3", "@node-rs/argon2"],
  experimental: {
    authInterrupts: true,
    serverActions: { bodySizeLimit: "64kb" },
  },
  headers: async () => [
    {
      source: "/:path*",
      headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })),
    },
  ],
};

export default nextConfig;
