/** News a full disk could not take: tried again ever more seldom, one after the other, until it is saved or the realm is left. */
import { describe, expect, it } from 'vitest';
import { UnsavedNews } from '../../../src/sync/unsaved-news.ts';
import { snapshotOf } from '../../fakes/sales.ts';
import { makeManualTime } from '../../fakes/timers.ts';

const first = snapshotOf(1, { version: 5 });
const second = snapshotOf(2, { version: 6 });

/** A disk that takes what is not in `full`. */
function setup() {
  const time = makeManualTime();
  const tried: number[] = [];
  let isFull = true;
  const news: UnsavedNews = new UnsavedNews(time.timers, async (snapshot) => {
    tried.push(snapshot.version);
    if (isFull) news.failed(snapshot);
    else news.saved(snapshot);
  });
  return { time, tried, news, empty: () => void (isFull = false) };
}

describe('unsaved news', () => {
  it('is tried ever more seldom, and none behind one that fails', async () => {
    const { time, tried, news } = setup();
    news.failed(first);
    news.failed(second);
    await time.advance(60_000);
    expect(new Set(tried)).toEqual(new Set([5]));
    expect(tried.length).toBeGreaterThan(4);
    expect(tried.length).toBeLessThan(10);
    expect(news.isAny()).toBe(true);
  });

  it('is over once all of it is saved, and begins quickly again', async () => {
    const { time, tried, news, empty } = setup();
    news.failed(first);
    news.failed(second);
    empty();
    await time.advance(1_000);
    expect([tried, news.isAny(), time.pending()]).toEqual([[5, 6], false, 0]);
  });

  it('keeps the latest of an attempt, and lets an older one that was saved take nothing away', () => {
    const { news } = setup();
    news.failed(snapshotOf(1, { version: 9 }));
    news.failed(first);
    news.saved(first);
    expect(news.isAny()).toBe(true);
    news.saved(snapshotOf(1, { version: 9 }));
    expect(news.isAny()).toBe(false);
  });

  it('tries nothing once the realm is left, also where a try was under way', async () => {
    const { time, tried, news } = setup();
    news.failed(first);
    news.stop();
    news.failed(first);
    await time.advance(60_000);
    expect([tried, time.pending()]).toEqual([[], 0]);
  });
});
