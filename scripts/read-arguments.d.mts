/** Types of read-arguments.mjs. */
import type { ParseArgsConfig, parseArgs } from 'node:util';
export function readArguments<T extends NonNullable<ParseArgsConfig['options']>>(
  options: T,
  usage: string,
  args?: string[],
): ReturnType<typeof parseArgs<{ options: T }>>['values'];
