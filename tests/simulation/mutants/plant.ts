/** Plants one bug as its module loads: the source is changed in memory, the file on the disk never. */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';

/** A bug: `find` stands exactly once in `file` (a path from the top of the repository) and becomes `replace`. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** How often a mutant's `find` stands in its file; anything but one means that the list has fallen behind the code. */
export function countFinds({ file, find }: Mutant): number {
  return readFileSync(join(ROOT, file), 'utf8').split(find).length - 1;
}

/** From now on the module loads with its bug. Call before anything imports it. Throws unless `find` is unique. */
export function plant(mutant: Mutant): void {
  if (countFinds(mutant) !== 1)
    throw new Error(`${mutant.name}: its text is not exactly once in ${mutant.file}`);
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (!url.endsWith(`/${mutant.file}`)) return loaded;
      const source = Buffer.from(loaded.source as Uint8Array).toString('utf8');
      return { ...loaded, source: source.replace(mutant.find, () => mutant.replace) };
    },
  });
}
