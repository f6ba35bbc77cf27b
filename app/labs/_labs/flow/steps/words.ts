// The steps of the request's way in words: what happens, and what it is like in a cloakroom or with an ID card. What
// really happened stands beside them, from the recording.

import type { ModeName } from "@/lib/auth/contract";

interface StepWords {
  id: string;
  title: string;
  /** What happens. */
  plain: Record<ModeName, string>;
  /** The same for beginners. */
  picture: Record<ModeName, string>;
}

const both = (text: string): Record<ModeName, string> => ({ session: text, jwt: text });

export const STEPS = [
  {
    id: "send",
    title: "You send your password",
    plain: both("The form goes to the server with your address and your password. There is no cookie yet."),
    picture: {
      session: "You come to the cloakroom with your coat.",
      jwt: "You come to the office with your passport.",
    },
  },
  {
    id: "check",
    title: "The server checks it",
    plain: both(
      "The account is looked up, and the password is hashed once more with Argon2id: slow on purpose, so that nobody can try millions.",
    ),
    picture: { session: "The attendant looks at you.", jwt: "The clerk compares you with the photograph." },
  },
  {
    id: "write",
    title: "It writes down what it must remember",
    plain: {
      session:
        "It makes 256 random bits: the session token. It writes one row: whose session it is, and until when. The row keeps only the token’s SHA-256, so a stolen table signs nobody in.",
      jwt: "Nothing of the access token is stored. There is one row for the sign-in, and the hash of a refresh token, which fetches the next access token.",
    },
    picture: {
      session: "The coat hangs on its hook. Without the coat, the ticket is worth nothing.",
      jwt: "The office keeps no list of cards. It notes only who may get the next one.",
    },
  },
  {
    id: "make",
    title: "It makes the credential",
    plain: {
      session: "The 256 bits are sealed for the cookie. They say nothing about you.",
      jwt: "It says who you are and until when, readable for everybody, and it is signed. If one letter is changed, the signature no longer fits.",
    },
    picture: {
      session: "A ticket with a number. It says nothing about the coat.",
      jwt: "An ID card: your name, your role and a date are printed on it, and it is signed.",
    },
  },
  {
    id: "cookies",
    title: "The browser gets its cookies",
    plain: {
      session: "One cookie. It is sealed: even the person who holds it cannot read it.",
      jwt: "Two cookies: the access token, which the person who holds it can read, and a refresh token, which says nothing.",
    },
    picture: { session: "You get the ticket.", jwt: "You get the card, and a voucher for the next one." },
  },
  {
    id: "request",
    title: "The next request brings them",
    plain: both("The browser adds the cookies by itself. Nothing else in the request says who asks."),
    picture: { session: "You show the ticket.", jwt: "You show the card." },
  },
  {
    id: "gate",
    title: "The gate checks without the store",
    plain: {
      session:
        "It opens the seal and reads the date. A forged cookie is refused here, without a read of the store.",
      jwt: "It checks signature, issuer, audience and date with a key. A forged token is refused here, without a read of the store.",
    },
    picture: {
      session: "At the door: is this one of our tickets at all?",
      jwt: "At the door: the signature is right, and so is the date.",
    },
  },
  {
    id: "guard",
    title: "The guard makes sure",
    plain: {
      session: "The row decides. Is it still there? Was it used recently? Is the account in order?",
      jwt: "The signature counts. The token’s own strategy says whether the store is asked as well.",
    },
    picture: {
      session: "The attendant looks at the hook: no coat, no entry.",
      jwt: "Nobody asks the office that made the card, unless the rules say so.",
    },
  },
  {
    id: "answer",
    title: "The answer",
    plain: both("The server knows who asks, and answers."),
    picture: { session: "Here is your coat.", jwt: "Come in." },
  },
  {
    id: "again",
    title: "The same request once more",
    plain: {
      session:
        "The server remembers what was sealed in exactly these bytes. It still looks at the date, the row and the account every time.",
      jwt: "The server remembers that exactly these bytes have a good signature. It still looks at the date and at revocation every time.",
    },
    picture: {
      session: "The door remembers the ticket. The attendant looks at the hook again.",
      jwt: "The door remembers the signature. It reads the date again.",
    },
  },
] as const satisfies readonly StepWords[];

export type StepId = (typeof STEPS)[number]["id"];
