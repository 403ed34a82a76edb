/** The bundle's entry. */
export const SERVER: string;
/** Builds unless the bundle stands as these sources made it. */
export function buildServerIfChanged(): Promise<void>;
