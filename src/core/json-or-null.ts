/** Text that should be JSON, from a shelf or a stream: what is not is as if there were nothing. */

/** The value of `text`; null where it is no JSON. */
export function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
