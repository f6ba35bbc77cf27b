// Changes one character of a credential, so that people can watch the verifier notice.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * Replaces the character in the middle by the next of the alphabet. The middle lies inside the JWT's payload
 * or the seal's ciphertext, and is never a separator. Tampering twice does not undo the first time.
 */
export function tamperOneCharacter(token: string): string {
  const middle = Math.floor(token.length / 2);
  const found = /[A-Za-z0-9]/.exec(token.slice(middle));
  if (!found) return token;
  const position = middle + found.index;
  const replacement = LETTERS.charAt((LETTERS.indexOf(found[0]) + 1) % LETTERS.length);
  return token.slice(0, position) + replacement + token.slice(position + 1);
}

/** One character that is not what it was. */
export interface ChangedCharacter {
  /** From 0. */
  index: number;
  /** Characters in all. */
  of: number;
  was: string;
  is: string;
}

/** Where a credential differs from what was issued, when that is one character; null otherwise. */
export function changedCharacter(
  issued: string | undefined,
  presented: string | undefined,
): ChangedCharacter | null {
  if (!issued || issued.length !== presented?.length) return null;
  const differing = Array.from(issued, (_, at) => at).filter((at) => issued[at] !== presented[at]);
  const [index] = differing;
  if (index === undefined || differing.length > 1) return null;
  return { index, of: issued.length, was: issued.charAt(index), is: presented.charAt(index) };
}
