// Addresses within the documentation that pages and tests have to agree on.

/** The section of lib/auth/README.md on copying it. */
export const LIFTING_SECTION = "lift-it-into-your-app";
export const LIFTING = `/docs#${LIFTING_SECTION}`;
