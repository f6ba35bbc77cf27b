// The design's "Who may import whom" as rules: an arrow that is not drawn there is forbidden here.
// scripts/layers.test.ts proves that each rule bites.

const TEST = "\\.test\\.tsx?$|contract-suite|/testing/";
/** Files with "use client" carry it in their names, but for Next's error pages, whose names are given. */
const CLIENT = "\\.client\\.tsx?$|/error\\.tsx$|/global-error\\.tsx$";
/** Folders of what reaches the browser without "use client": what page and server both compute with, pure parts. */
const SHARED = "^lib/labs/[a-z-]+/shared/|^app/.*/(shared|_live|_run|_drawing|_form)/";
/** One lab's own folder in lib. */
const A_LAB = "^lib/labs/(?!engine/|runs/|common/|testing/)[a-z-]+/";
/** Packages stand under node_modules once they are resolved; an unresolved one keeps its bare name. */
const npm = (...names) => `(^|node_modules/)(${names.join("|")})(/|$)`;
/** Node's own modules are the only targets without a dot. */
const ANY_PACKAGE = "node_modules/|^[^.]+$";
/** The lists of names are for everybody, the browser too. */
const NAMES = "^lib/auth/names\\.ts$";
/** What remains of an import when types are gone. */
const VALUE = { dependencyTypesNot: ["type-only"] };

/** The rooms of lib, from the lowest up: each imports only rooms before it. Why: docs/decisions/020-rooms.md. */
export const ROOMS = [
  "auth",
  // What the environment, a request and a fault say.
  "config",
  "log",
  "errors",
  "http",
  "secrets",
  // The app's own tables.
  "stores",
  // What the app can do.
  "settings",
  "throttle",
  "pair",
  "accounts",
  "audit",
  "labs",
  // All of it put together, and the way in.
  "runtime",
  "web",
];

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    forbid("no-circular", "A circle has no layers.", {}, { circular: true }),
    forbid("not-to-unresolvable", "An import that leads nowhere.", {}, { couldNotResolve: true }),

    ...ROOMS.slice(1, -1).map((room, index) =>
      forbid(
        `${room}-knows-no-room-above`,
        `lib/${room} imports only rooms under it.`,
        { path: `^lib/${room}/` },
        { path: `^lib/(${ROOMS.slice(index + 2).join("|")})/` },
      ),
    ),
    forbid(
      "next-stays-in-web",
      "What a request or an answer of Next looks like is the business of lib/web and of routes.",
      { path: "^lib/(?!web/)" },
      { path: npm("next", "react", "react-dom"), ...VALUE },
    ),

    // lib/auth is lifted as one folder: it knows no framework and nothing else of ours.
    forbid(
      "auth-knows-no-framework",
      "lib/auth is framework-free.",
      { path: "^lib/auth/" },
      { path: npm("next", "react", "react-dom", "server-only", "client-only") },
    ),
    forbid(
      "auth-stands-alone",
      "lib/auth may use nothing of ours but the tables of a SQL backend, and that only in its SQL stores.",
      { path: "^lib/auth/" },
      { path: "^(app|e2e|scripts|lib/(?!auth/)|db/(?!sqlite/schema\\.ts$)|[^/]+\\.ts$)" },
    ),
    forbid(
      "backends-stay-in-their-folders",
      "An engine, its tables and its files are the business of a backend's folder, and of the runtime that opens it.",
      {
        path: "^lib/",
        // The lock between processes is a file of SQLite's; nothing is stored in it.
        pathNot: ["^lib/(auth/)?stores/(sqlite|postgres|redis)", "^lib/runtime/", "^lib/secrets/lock\\.ts$"],
      },
      {
        path: `^db/|${npm("drizzle-orm", "better-sqlite3", "pg", "postgres", "redis")}`,
        // Which accounts are seeded is said once for all engines.
        pathNot: "^db/seed\\.ts$",
      },
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
      { path: npm("jose", "iron-session", "drizzle-orm", "better-sqlite3", "pg") },
    ),
    forbid(
      "app-knows-auth-by-type",
      "Of lib/auth routes may import types and names only.",
      { path: "^(app/|proxy\\.ts$)" },
      { path: "^lib/auth/", pathNot: NAMES, ...VALUE },
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

    // The labs: what runs them knows none of them, and they do not know each other.
    forbid(
      "lab-engine-knows-no-lab",
      "Only the list imports labs.",
      { path: "^lib/labs/(engine|runs|common)/|^lib/labs/[^/]+$", pathNot: ["^lib/labs/list\\.ts$"] },
      { path: A_LAB },
    ),
    forbid(
      "labs-know-each-other-not",
      "A lab uses the engine and what is common to labs; on the page it uses its own folders only.",
      { path: "^(?:app/labs/_labs|lib/labs)/([a-z-]+)/", pathNot: ["^lib/labs/(engine|runs|common)/"] },
      {
        path: "^(app/labs/_labs|lib/labs)/[a-z-]+/",
        pathNot: "^(app/labs/_labs|lib/labs)/$1/|^lib/labs/(engine|common)/",
      },
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
      "What reaches the browser imports types, names, app/_ui and what else reaches it.",
      { path: `${CLIENT}|${SHARED}` },
      { path: "^(app|lib|db)/", pathNot: `^app/_ui/|\\.css$|${NAMES}|${CLIENT}|${SHARED}`, ...VALUE },
    ),
    forbid(
      "client-takes-react-and-next",
      "What reaches the browser imports no package but React and Next.",
      { path: `${CLIENT}|${SHARED}` },
      { path: ANY_PACKAGE, pathNot: npm("react", "react-dom", "next", "@types/react"), ...VALUE },
    ),
    forbid(
      "ui-has-no-data",
      "app/_ui draws what it is given; a form may name its action, which brings no data.",
      { path: "^app/_ui/" },
      { path: "^(app/(?!_ui/|_actions/)|lib/|db/)", pathNot: NAMES, ...VALUE },
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
