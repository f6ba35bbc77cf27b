// What each lab is about, in the words of its card and its page. Its title stands with the words of its runs.

import type { LabName } from "@/lib/labs/contract";

interface LabWords {
  /** One sentence: what it answers. */
  question: string;
  /** What is really done when it runs. */
  does: string;
  /** What its predictions are about. */
  predict: string;
}

export const labWords: Record<LabName, LabWords> = {
  revocation: {
    question: "Something ends a sign-in. How long does a copy of its cookie go on working?",
    does: "Seven sign-ins are made, one in each lane, and their cookies are copied. Then the event happens to all of them, and each copy is sent four times a second until it is refused.",
    predict: "One second after the event: does a copy of this cookie still get in?",
  },
  theft: {
    question: "A thief has a copy of your cookies. Who is cut off, when, and does anybody notice?",
    does: "A pretended owner and a thief use the same cookies, each from a jar of their own, and both go on refreshing.",
    predict: "What will happen to the owner and to the thief?",
  },
  races: {
    question: "Many requests come with the same expired token. Is anybody signed out by mistake?",
    does: "All tabs of one browser send the same refresh token at once, to four ways of exchanging it. Then each goes on with what it was given.",
    predict: "What becomes of the tabs?",
  },
  "stale-claims": {
    question: "An admin is an admin no longer. How long does each credential go on saying so?",
    does: "An admin asks for an admin’s page four times a second, in every lane. Then the role is taken away, or the account disabled.",
    predict: "One second after the change: is this credential still an admin’s?",
  },
  storage: {
    question: "What can another site, or a script in the page, do with what your browser keeps?",
    does: "A window of your own browser visits a second origin and makes more than a hundred attempts from there, with every kind of cookie and check. What reached the target is written down.",
    predict: "Which attempts get through?",
  },
  clock: {
    question: "When does a sign-in end by itself: unused, too old, or not renewed in time?",
    does: "Sign-ins live on a clock of their own, which can be wound forward. It is this lab’s clock alone.",
    predict: "What will still work?",
  },
  flow: {
    question: "What happens between the click and the answer? Step by step, in your own sign-in.",
    does: "Your own recorded sign-in and a request in each mode, with every check and how long it took.",
    predict: "",
  },
};
