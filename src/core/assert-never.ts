/** The end of an exhaustive switch: the compiler refuses a forgotten case, the run refuses a forged one. */

/** Throws; `value` must be unreachable. */
export function assertNever(value: never): never {
  throw new Error(`Unreachable value: ${JSON.stringify(value)}`);
}
