/** Every planted bug has its place in the code as it is now: one that finds none would plant nothing, and prove nothing. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MUTANTS } from './list.ts';

test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))('%s', (_name, { file, find }) => {
  const code = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
  expect(code.split(find)).toHaveLength(2);
});
