/** Arguments of a command: `--help` and what is not known are answered in words, never by a stack. */
import { parseArgs } from 'node:util';

/**
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} T
 * @param {T} options as `parseArgs` takes them
 * @param {string} usage what is said to `--help`, and behind a mistake
 */
export function readArguments(options, usage, args = process.argv.slice(2)) {
  if (args.includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    process.exit(2);
  }
}
