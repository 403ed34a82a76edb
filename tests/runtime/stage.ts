/** A shop of the suite: a server that runs, a paired till with a PIN, the practice gateway's side door. */
import { askForInvitation } from '../../src/server/control.ts';
import type { Reference } from '../../src/core/ids.ts';
import { pairAt, PIN, stateOf, type SaleInHand, type Till } from '../proxy-with-gateway/hand-till.ts';
import type { RunningShop, Runtime } from './runtimes.ts';

/** Everything a story needs. */
export interface Stage extends RunningShop {
  readonly till: Till;
  makePairingCode(): Promise<string>;
  pair(): Promise<Till>;
  /** A request to the practice gateway's own side door. */
  readonly sim: (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;
  /** A wallet shows a code. */
  readonly mint: (
    behaviour?: string,
    extra?: Record<string, unknown>,
  ) => Promise<{ id: string; code: string }>;
  /** One fault lies in wait for this attempt alone. */
  readonly fault: (kind: string, reference: Reference, extra?: Record<string, unknown>) => Promise<void>;
  /** What the practice gateway's book says of an attempt: how often it was charged, and what went back. */
  book(reference: Reference): Promise<Booked>;
}

/** The money of one attempt as the practice gateway knows it. */
export interface Booked {
  readonly charges: number;
  readonly givenBack: string;
}

/** Opens a practice shop and pairs its first till. */
export async function openStage(runtime: Runtime): Promise<Stage> {
  const shop = await runtime.open();
  return stageOf(shop, null, `${shop.origin}/gateway/sim`);
}

/** Pairs the first till of a shop: the named one, or the only one. `side`: the practice gateway's side door. */
export async function stageOf(shop: RunningShop, name: string | null, side: string): Promise<Stage> {
  const { origin } = shop;
  const asked = { ...shop.asked, shop: name };
  const makePairingCode = (): Promise<string> => codeFrom(() => askForInvitation(asked, fetch));
  const pair = (): Promise<Till> => pairAt({ origin, send: fetch, makePairingCode, now: () => Date.now() });
  const sim: Stage['sim'] = async (method, path, body) => {
    const answer = await fetch(side + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  };
  const till = await pair();
  await till.pin(undefined, PIN);
  return {
    ...shop,
    asked,
    till,
    makePairingCode,
    pair,
    sim,
    mint: async (behaviour = 'pay', extra = {}) => {
      const code = await sim('POST', '/wallets/codes', { wallet: 'alipay', behaviour, ...extra });
      return { id: String(code['id']), code: String(code['code']) };
    },
    fault: async (kind, reference, extra = {}) =>
      void (await sim('POST', '/faults', { kind, reference, ...extra })),
    book: async (reference) => readBook(await sim('GET', `/charges?reference=${reference}`)),
  };
}

function readBook({ charges: lines }: Record<string, unknown>): Booked {
  const [line] = lines as Booked[];
  return { charges: line?.charges ?? 0, givenBack: line?.givenBack ?? '0.00' };
}

/** Two codes within a second are refused at the edge: a person would wait, too. */
async function codeFrom(ask: () => Promise<{ code: string }>): Promise<string> {
  for (;;) {
    const answer = await ask().catch((error: unknown) => String(error));
    if (typeof answer !== 'string') return answer.code;
    if (!answer.includes('a moment ago')) throw new Error(answer);
    await pause(300);
  }
}

/** Waits in real time: the servers of this suite have no other. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

const LOOK_EVERY_MS = 250;

/** Looks until the value fits, within `withinMs`; then the last value is returned as it is, for the test to judge. */
export async function until<T>(
  look: () => Promise<T>,
  fits: (value: T) => boolean,
  withinMs: number,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const value = await look();
    if (fits(value) || performance.now() > end) return value;
    await pause(LOOK_EVERY_MS);
  }
}

/** Waits until the attempt stands so. */
export function untilState(
  sale: SaleInHand,
  reference: Reference,
  wanted: string,
  withinMs = 12_000,
): Promise<string> {
  return until(
    async () => stateOf(await sale.look(reference)),
    (state) => state === wanted,
    withinMs,
  );
}

/** The code of a refusal, or null. */
export async function refusal(answer: Response): Promise<string | null> {
  if (answer.ok) return null;
  const { code } = (await answer.json()) as { code?: string };
  return code ?? 'no-code';
}
