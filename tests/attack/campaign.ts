/** A campaign: so many attacks on two shops, one in practice and one live, each judged at once. */
import fc from 'fast-check';
import { PRACTICE_ACCOUNT } from '../../src/setup/shops.ts';
import type { Attack } from './attack.ts';
import { bodyAttacks } from './attacks/bodies.ts';
import { pathAttacks } from './attacks/paths.ts';
import { strangerAttacks } from './attacks/strangers.ts';
import { webhookAttacks } from './attacks/webhooks.ts';
import { wireAttacks } from './attacks/wire.ts';
import { openWays, type Deliver } from './deliver.ts';
import type { Hole } from './holes.ts';
import { Judge, type Finding } from './judge.ts';
import type { Address } from './shop.ts';
import { makeVictims, type Victim } from './victim.ts';

/** What a campaign ends with. */
export interface Outcome {
  readonly requests: number;
  readonly findings: readonly Finding[];
  /** Attacks by kind. */
  readonly kinds: ReadonlyMap<string, number>;
}

/** What is played. */
export interface Plan {
  readonly requests: number;
  readonly seed: number;
  /** one that is planted in every house: the campaign ends where it is found */
  readonly hole?: Hole;
}

const PRACTICE: Address = { mode: 'practice', storeNo: '300014', token: PRACTICE_ACCOUNT.token };
const LIVE: Address = { mode: 'live', storeNo: '300015', token: 'token-of-the-shop-that-is-live' };
const BESIDE_IT: Address = { mode: 'live', storeNo: '300016', token: 'token-of-the-shop-next-door' };

/** Plays the attacks of a seed, half of them on either shop. */
export async function attackAll({ requests, seed, hole }: Plan): Promise<Outcome> {
  const practice = await makeVictims([PRACTICE], seed + 1);
  const live = await makeVictims([LIVE, BESIDE_IT], seed + 2);
  const campaign = new Campaign(hole ?? null);
  // In practice the stranger is another deployment's shop; live it is the shop next door, on the same server.
  await campaign.attack(practice, live, Math.ceil(requests / 2), seed);
  await campaign.attack(live, live.slice(1), Math.floor(requests / 2), seed + 1);
  await practice[0]?.shop.server.close();
  await live[0]?.shop.server.close();
  return campaign;
}

/** Attacks over sockets that are on their way together: each may have to wait until it is cut off. */
const TOGETHER = 40;

class Campaign implements Outcome {
  readonly findings: Finding[] = [];
  readonly kinds = new Map<string, number>();
  readonly #hole: Hole | null;
  requests = 0;

  constructor(hole: Hole | null) {
    this.#hole = hole;
  }

  /** Attacks the first of `victims` with what the first of `strangers` knows. */
  async attack([victim]: Victim[], [stranger]: Victim[], requests: number, seed: number): Promise<void> {
    if (victim === undefined || stranger === undefined) throw new Error('Nobody is there.');
    const ways = await openWays(victim);
    const deliver = this.#hole?.plant(victim, ways.deliver) ?? ways.deliver;
    const judge = new Judge(victim);
    const waiting: Attack[] = [];
    for (const attack of draw(victim, stranger, requests, seed)) {
      if (this.#isFound()) break;
      if (attack.raw !== undefined) waiting.push(attack);
      if (attack.raw === undefined) await this.#send([attack], deliver, judge);
      else if (waiting.length >= TOGETHER) await this.#send(waiting.splice(0), deliver, judge);
    }
    await this.#send(waiting, deliver, judge);
    await ways.close();
  }

  async #send(attacks: readonly Attack[], deliver: Deliver, judge: Judge): Promise<void> {
    const answers = await Promise.all(
      attacks.map(async (attack) => ({ attack, got: await deliver(attack) })),
    );
    for (const { attack, got } of answers) {
      this.requests += 1;
      this.kinds.set(attack.kind, (this.kinds.get(attack.kind) ?? 0) + 1);
      this.findings.push(...judge.judge(attack, got));
    }
  }

  #isFound(): boolean {
    return this.findings.some(({ what }) => what === this.#hole?.what);
  }
}

/** Attacks drawn at once. */
const BATCH = 2_000;
/** Of a hundred attacks, how many are of each sort: a socket of its own takes its time. */
const SHARES = { webhooks: 28, strangers: 30, bodies: 26, paths: 14, wire: 2 } as const;

function* draw(victim: Victim, stranger: Victim, requests: number, seed: number): Generator<Attack> {
  const any = fc.oneof(
    { weight: SHARES.webhooks, arbitrary: fc.oneof(...webhookAttacks(victim, stranger)) },
    { weight: SHARES.strangers, arbitrary: fc.oneof(...strangerAttacks(victim, stranger)) },
    { weight: SHARES.bodies, arbitrary: fc.oneof(...bodyAttacks(victim, stranger)) },
    { weight: SHARES.paths, arbitrary: fc.oneof(...pathAttacks(victim)) },
    { weight: SHARES.wire, arbitrary: fc.oneof(...wireAttacks(victim)) },
  );
  for (let done = 0; done < requests; done += BATCH) {
    yield* fc.sample(any, { numRuns: Math.min(BATCH, requests - done), seed: seed * 1_000_003 + done });
  }
}
