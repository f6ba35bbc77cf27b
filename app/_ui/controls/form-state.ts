// What a form's server action answers when it did not redirect. Never carries a password back.

export interface FormState {
  /** One sentence about the whole form. */
  error?: string;
  /** Field name → what is wrong with it. */
  fields?: Record<string, string>;
  /** Field name → what was entered, so nothing has to be typed twice. Never a password. */
  values?: Record<string, string>;
}

export const emptyFormState: FormState = {};
