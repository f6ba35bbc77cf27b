/** Is a page asked for on one screen, to be shown to others? By the query of its address. */
export const isOnStage = (asked: Record<string, unknown>): boolean => asked.stage !== undefined;
