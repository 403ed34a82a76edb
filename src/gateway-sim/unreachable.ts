/** The end of an exhaustive switch (core's own is beyond this folder's walls). */

/** Throws; the compiler proves that `value` cannot be. */
export function assertUnreachable(value: never): never {
  throw new Error(`Unreachable value: ${JSON.stringify(value)}`);
}
