/** A shop with a manager at its first till: what the stories of enrolment begin with. */
import * as v from 'valibot';
import {
  tillCodeAnswerSchema,
  tillsAnswerSchema,
  type ListedTill,
  type TillCodeAnswer,
} from '../../src/contract/tills-api.ts';
import { PIN, refusalOf, type Till } from './hand-till.ts';
import { makeWorld, ORIGIN, type World } from './world.ts';

/** Shops that are closed after each test. */
export function useShops(afterEach: (run: () => Promise<void>) => void) {
  const worlds: World[] = [];
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.close();
  });
  return {
    /** A shop with a first till and a manager. */
    setup: async (...options: Parameters<typeof makeWorld>) => {
      const world = await makeWorld(...options);
      worlds.push(world);
      const first = await world.pair();
      await first.pin(undefined, PIN);
      return { world, first };
    },
  };
}

/** A manager makes a code at this till; or the refusal's code. */
export async function makeCode(till: Till, body: object = {}): Promise<TillCodeAnswer | string> {
  const answer = await till.request('POST', '/api/tills/codes', { pin: PIN, ...body });
  return (await refusalOf(answer.clone())) ?? v.parse(tillCodeAnswerSchema, await answer.json());
}

/** The characters of such a code. */
export async function codeOf(till: Till, body: object = {}): Promise<string> {
  const made = await makeCode(till, body);
  if (typeof made === 'string') throw new Error(`Refused: ${made}`);
  return made.code;
}

/** The shop's tills as this one is told of them. */
export async function listOf(till: Till): Promise<readonly ListedTill[]> {
  return v.parse(tillsAnswerSchema, await (await till.request('GET', '/api/tills')).json()).tills;
}

/** A manager's act at this till: `<id>/revoke`, `<id>/rename`. The refusal's code, or null. */
export async function act(till: Till, path: string, body: object = {}): Promise<string | null> {
  return refusalOf(await till.request('POST', `/api/tills/${path}`, { pin: PIN, ...body }));
}

/** True while the proxy knows this tablet. */
export async function isIn(till: Till): Promise<boolean> {
  return (await till.request('GET', '/api/shop')).status === 200;
}

/** Tries to pair a tablet; the refusal's code, or null. */
export async function tryCode(world: World, code: string): Promise<string | null> {
  const answer = await world.proxy().app.request(`${ORIGIN}/api/pair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  return refusalOf(answer);
}
