/** Code that is fetched late. */
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/core/ports.ts';
import { loadLate, loadOrTell } from '../../../src/sync/load-late.ts';

describe('late code', () => {
  it('is fetched once, and is there in the same turn from then on', async () => {
    let fetches = 0;
    const code = loadLate(async () => ({ fetches: (fetches += 1) }));
    expect(code.now()).toBeNull();
    await code.load();
    await code.load();
    expect(code.now()).toEqual({ fetches: 1 });
  });

  it('that could not be fetched is asked for again, and missing it breaks nothing', async () => {
    let isAway = true;
    const code = loadLate(async () => {
      if (isAway) throw new TypeError('Failed to fetch dynamically imported module');
      return 'here';
    });
    expect(await loadOrTell(code, silentLog, 'till')).toBeNull();
    isAway = false;
    expect(await loadOrTell(code, silentLog, 'till')).toBe('here');
  });
});
