/** Types of build-if-changed.mjs. */
export function buildIfChanged(): void;
