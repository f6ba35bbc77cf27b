// How long a request's body may be, for the server, Next's server actions and the API alike.

/** 64 KB: sixty times the longest password. */
export const MAX_BODY_BYTES = 64 * 1024;
