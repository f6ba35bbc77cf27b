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
    plain: both("The form goes to the server: address and password. There is no cookie yet."),
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
        "It draws 256 random bits: the session token. Then one row: whose session, and until when. Of the token only its SHA-256, so that a stolen table signs nobody in.",
      jwt: "Of the access token nothing. One row for the sign-in, and the hash of a refresh token that fetches the next one.",
    },
    picture: {
      session: "The coat hangs on its hook. Without it, the ticket is a piece of brass.",
      jwt: "No list of cards. Only who may get the next one.",
    },
  },
  {
    id: "make",
    title: "It makes the credential",
    plain: {
      session: "The same 256 bits, sealed, for you. They say nothing about you.",
      jwt: "Who you are and until when, in clear, and signed. Whoever changes a letter breaks the signature.",
    },
    picture: {
      session: "A ticket with a number. Of the coat it says nothing.",
      jwt: "An ID card: your name, your role and a date are printed on it, and it is signed.",
    },
  },
  {
    id: "cookies",
    title: "The browser gets its cookies",
    plain: {
      session: "One cookie, sealed: even its holder cannot read it.",
      jwt: "Two cookies: the access token, which its holder can read, and an opaque refresh token.",
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
    title: "The gate looks, and asks nobody",
    plain: {
      session: "It opens the seal and reads the date. A forgery ends here, without a store.",
      jwt: "It checks signature, issuer, audience and date with a key. A forgery ends here, without a store.",
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
      session: "The row decides: is it still there, was it used lately enough, is the account in order?",
      jwt: "The signature counts. Whether anything is looked up besides is said by the token’s own strategy.",
    },
    picture: {
      session: "The attendant looks at the hook: no coat, no entry.",
      jwt: "Nobody asks the office that made it, unless the rules say so.",
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
        "What the seal hides is remembered by its exact bytes. Date, row and account are looked at every time.",
      jwt: "That the signature is right is remembered by the token’s exact bytes. Date and revocation are looked at every time.",
    },
    picture: {
      session: "The door knows the ticket. The hook is looked at again.",
      jwt: "The door knows the signature. The date is read again.",
    },
  },
] as const satisfies readonly StepWords[];

export type StepId = (typeof STEPS)[number]["id"];
