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
