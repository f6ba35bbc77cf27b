/** A database that cannot be used, of whatever engine. One line: where it is and what is wrong with it; no password. */
export class DatabaseError extends Error {
  override name = "DatabaseError";
}
