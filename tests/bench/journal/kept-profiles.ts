/** Filled profiles, kept between runs: to write 100,000 sales takes minutes. Each run measures a copy. */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Profile } from './profile.ts';
import { servePage, type Served } from './serve.ts';

const root = join(import.meta.dirname, '../../..');
const keep = join(root, 'node_modules/.cache/journal-bench-profiles');
/** What the kept journals are made of: another text of one of these makes other journals. */
const MADE_BY = ['story.ts', 'books.ts', 'fill.ts', '../../../src/journal/schema.ts'];

/** What a run that was ended in the middle leaves behind. */
const FILLING = 'filling-';

/** The place of kept profiles, and the page that belongs to them: a browser keeps databases by port, too. */
export class KeptProfiles {
  readonly served: Served;
  readonly #folder: string;

  private constructor(served: Served, folder: string) {
    this.served = served;
    this.#folder = folder;
  }

  /** Serves the page where the kept profiles know it. Where its port is taken, or nothing fits any more, all begin anew. */
  static async open(chromiumVersion: string): Promise<KeptProfiles> {
    const made = MADE_BY.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8')).join('');
    const folder = join(
      keep,
      createHash('sha256').update(made).update(chromiumVersion).digest('hex').slice(0, 12),
    );
    const port = existsSync(join(folder, 'port')) ? Number(readFileSync(join(folder, 'port'), 'utf8')) : 0;
    for (const name of existsSync(folder) ? readdirSync(folder) : [])
      if (name.startsWith(FILLING)) rmSync(join(folder, name), { recursive: true });
    const served = await servePage(port);
    if (served.port !== port) {
      rmSync(keep, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'port'), String(served.port));
    }
    return new KeptProfiles(served, folder);
  }

  /** A copy of the profile of that name; where there is none, `make` fills one first. */
  async copy(name: string, make: (profile: Profile) => Promise<void>): Promise<Profile> {
    const kept = join(this.#folder, name);
    if (!existsSync(kept)) {
      const fresh = mkdtempSync(join(this.#folder, FILLING));
      await make(new Profile(fresh, this.served.url));
      renameSync(fresh, kept);
    }
    const copy = mkdtempSync(join(tmpdir(), 'pling-journal-'));
    cpSync(kept, copy, { recursive: true });
    return new Profile(copy, this.served.url);
  }
}
