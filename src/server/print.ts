/** What a person reads in the terminal: the one way to it. */

/** Prints lines on standard output. */
export function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Prints one sentence on standard error. */
export function complain(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
