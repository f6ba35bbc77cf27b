// The design's "Who may import whom" as rules: an arrow that is not drawn there is forbidden here.
// scripts/layers.test.ts proves that each rule bites.

const TEST = "\\.test\\.tsx?$|contract-suite|/testing/";
/** Files with "use client" carry it in their names, but for Next's error pages, whose names are given. */
const CLIENT = "\\.client\\.tsx?$|/error\\.tsx$|/global-error\\.tsx$";
/** Packages stand under node_modules once they are resolved; an unresolved one keeps its bare name. */
const npm = (...names) => `(^|node_modules/)(${names.join("|")})(/|$)`;
/** Node's own modules are the only targets without a dot. */
const ANY_PACKAGE = "node_modules/|^[^.]+$";
/** What remains of an import when types are gone. */
const VALUE = { dependencyTypesNot: ["type-only"] };

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    forbid("no-circular", "A circle has no layers.", {}, { circular: true }),
    forbid("not-to-unresolvable", "An import that leads nowhere.", {}, { couldNotResolve: true }),

    // lib/auth is lifted as one folder: it knows no framework and nothing else of ours.
    forbid(
      "auth-knows-no-framework",
      "lib/auth is framework-free.",
      { path: "^lib/auth/" },
      { path: npm("next", "react", "react-dom", "server-only", "client-only") },
    ),
    forbid(
      "auth-stands-alone",
      "lib/auth may use nothing of ours but db/schema, and that only in its SQL stores.",
      { path: "^lib/auth/" },
      { path: "^(app|e2e|scripts|lib/(?!auth/)|db/(?!schema\\.ts$)|[^/]+\\.ts$)" },
    ),
    forbid(
      "only-sql-stores-know-the-schema",
      "Tables and drivers are the business of stores/sqlite and stores/postgres.",
      { path: "^lib/auth/", pathNot: ["^lib/auth/stores/(sqlite|postgres)"] },
      { path: `^db/|${npm("drizzle-orm", "better-sqlite3", "postgres")}` },
    ),
    forbid(
      "modes-know-only-the-contract",
      "A mode knows no other mode and no store's backend.",
      { path: "^lib/auth/[a-z]+-mode\\.ts$" },
      { path: `^lib/auth/([a-z]+-mode\\.ts$|stores/)|${npm("drizzle-orm")}` },
    ),
    forbid(
      "stores-know-no-credentials",
      "A store keeps records; what a credential looks like is not its business.",
      { path: "^lib/auth/stores/" },
      { path: "^lib/auth/(codecs/|[a-z]+-mode\\.ts$)" },
    ),
    forbid(
      "codecs-do-no-io",
      "A codec is pure: no store.",
      { path: "^lib/auth/codecs/" },
      { path: "^lib/auth/stores/" },
    ),

    // app, proxy -> lib -> lib/auth.
    forbid(
      "app-uses-lib",
      "Routes reach the core and its libraries only through the capabilities in lib.",
      { path: "^(app/|proxy\\.ts$)" },
      { path: npm("jose", "iron-session", "drizzle-orm", "better-sqlite3") },
    ),
    forbid(
      "app-knows-auth-by-type",
      "Of lib/auth routes may import types only.",
      { path: "^(app/|proxy\\.ts$)" },
      { path: "^lib/auth/", ...VALUE },
    ),
    forbid(
      "app-leaves-db-alone",
      "Routes read and write through lib.",
      { path: "^(app/|proxy\\.ts$)" },
      { path: "^db/" },
    ),
    forbid(
      "lib-knows-no-routes",
      "Capabilities serve routes, scripts and tests; they know none of them.",
      { path: "^lib/" },
      { path: "^(app/|scripts/|e2e/|proxy\\.ts$)" },
    ),
    forbid(
      "db-knows-nothing",
      "db imports nothing of ours.",
      { path: "^db/" },
      { path: "^(app|lib|scripts|e2e|proxy)" },
    ),
    forbid(
      "app-runs-without-scripts",
      "Scripts are for the shell.",
      { path: "^app/" },
      { path: "^(scripts|e2e)/" },
    ),

    // The labs show what must not be copied.
    {
      name: "naive-stays-in-its-lab",
      comment:
        "Rotation that is wrong on purpose: nobody but the lab that shows it, and no test, imports it.",
      severity: "error",
      from: { pathNot: ["^lib/labs/races/"] },
      to: { path: "^lib/labs/races/naive(/|\\.ts$)" },
    },

    // What reaches the browser.
    forbid(
      "client-takes-types-and-ui",
      "A client component imports types, app/_ui and other client components.",
      { path: CLIENT },
      { path: "^(app|lib|db)/", pathNot: `^app/_ui/|\\.css$|${CLIENT}`, ...VALUE },
    ),
    forbid(
      "client-takes-react-and-next",
      "A client component imports no package but React and Next.",
      { path: CLIENT },
      { path: ANY_PACKAGE, pathNot: npm("react", "react-dom", "next", "@types/react"), ...VALUE },
    ),
    forbid(
      "ui-has-no-data",
      "app/_ui draws what it is given; a form may name its action, which brings no data.",
      { path: "^app/_ui/" },
      { path: "^(app/(?!_ui/|_actions/)|lib/|db/)", ...VALUE },
    ),

    // The browser tests drive the app from outside.
    forbid(
      "e2e-stays-outside",
      "Browser tests use the app as a person does.",
      { path: "^e2e/" },
      { path: "^(lib|app|db)/" },
    ),
  ],
  options: {
    // Type imports are imports: the rules about types need to see them.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|node_modules/\\.|\\.bench)" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};

/** A rule for everything but tests, which may set up what they test; those in e2e are what its rule is about. */
function forbid(name, comment, { path, pathNot = [] }, to) {
  const from = { ...(path ? { path } : {}), pathNot: path === "^e2e/" ? pathNot : [TEST, ...pathNot] };
  return { name, comment, severity: "error", from, to };
}
