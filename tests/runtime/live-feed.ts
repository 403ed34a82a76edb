/** An open live feed in a test's hand: its frames as they come, until the test leaves. */
import type { Till } from '../proxy-with-gateway/hand-till.ts';

/** One event of the feed. */
export interface Frame {
  readonly id: string | null;
  readonly event: string | null;
  readonly data: unknown;
}

/** A feed that is read all the time. */
export interface OpenFeed {
  /** Resolves with the first frame that fits, at once where it has come already. */
  find(fits: (frame: Frame) => boolean): Promise<Frame>;
  frames(): readonly Frame[];
  leave(): Promise<void>;
}

/** Opens it. */
export async function openFeed(
  till: Till,
  query = '',
  headers: Record<string, string> = {},
): Promise<OpenFeed> {
  const answer = await till.request('GET', `/api/live${query}`, undefined, headers);
  const reader = (answer.body ?? new ReadableStream<Uint8Array>()).getReader();
  const decoder = new TextDecoder();
  const waiting = new Set<() => void>();
  let text = '';
  const pump = async (): Promise<void> => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      for (const look of waiting) look();
    }
  };
  const ended = pump().catch(() => undefined); // a killed server ends it as well
  const frames = (): Frame[] => readFrames(text);
  return {
    frames,
    find: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = frames().find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    leave: async () => {
      await reader.cancel();
      await ended;
    },
  };
}

/** Frames that are whole. */
function readFrames(text: string): Frame[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .filter((block) => !block.startsWith(':'))
    .map((block) => {
      const field = (name: string): string | null =>
        new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null;
      return { id: field('id'), event: field('event'), data: JSON.parse(field('data') ?? 'null') as unknown };
    });
}
