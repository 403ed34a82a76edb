/** One sender at a time, with the runtime's own locks, with broken ones, and with none. */
import { describe, expect, it } from 'vitest';
import { becomeSender, type Locks } from '../../../src/sync/single-sender.ts';
import { makeManualTime } from '../../fakes/timers.ts';

const time = makeManualTime();
const settle = (): Promise<void> => time.settle();

/** A small lock manager with the order of the real one. */
function makeLocks(): Locks {
  let tail: Promise<void> = Promise.resolve();
  let isHeld = false;
  return {
    request: async (_name, { ifAvailable, signal }, work) => {
      if (ifAvailable && isHeld) return work(null);
      const turn = tail;
      const run = async (): Promise<void> => {
        await turn;
        if (signal?.aborted) throw new DOMException('aborted', 'AbortError');
        isHeld = true;
        await work({});
        isHeld = false;
      };
      if (ifAvailable) isHeld = true;
      const done = run();
      tail = done.catch(() => undefined);
      return done;
    },
  };
}

function tab(locks: Locks | undefined) {
  const said: string[] = [];
  const undo = becomeSender(locks, 'pling-x', {
    onbegin: () => said.push('begin'),
    onwait: () => said.push('wait'),
  });
  return { said, undo };
}

describe('the sender', () => {
  it('is the only tab at once', async () => {
    const { said } = tab(makeLocks());
    await settle();
    expect(said).toEqual(['begin']);
  });

  it('hands over to the waiting tab when it ends', async () => {
    const locks = makeLocks();
    const first = tab(locks);
    await settle();
    const second = tab(locks);
    await settle();
    expect(second.said).toEqual(['wait']);
    first.undo();
    await settle();
    expect(second.said).toEqual(['wait', 'begin']);
  });

  it('never begins once it was taken back while waiting', async () => {
    const locks = makeLocks();
    const first = tab(locks);
    await settle();
    const second = tab(locks);
    await settle();
    second.undo();
    first.undo();
    await settle();
    expect(second.said).toEqual(['wait']);
  });

  it('goes on without locks, and where locks do not work', async () => {
    const broken: Locks = { request: () => Promise.reject(new DOMException('no', 'SecurityError')) };
    const tabs = [tab(undefined), tab(broken)];
    await settle();
    expect(tabs.map(({ said }) => said)).toEqual([['begin'], ['begin']]);
  });
});
