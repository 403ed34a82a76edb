/** The network: every letter takes its time, and may be lost, late, doubled, refused, broken or answered by a stranger. */
import { Dice, seedFor } from '../fakes/dice.ts';
import type { Fault, LetterFault } from './faults.ts';
import { PORTAL, SERVER_BROKE, type Arrived } from './light-http.ts';
import type { Life } from './machine.ts';
import type { Scheduler } from './scheduler.ts';
import type { Story } from './trace.ts';

/** Which leg a letter goes over. */
export type Leg = 'till' | 'gateway' | 'hook';

/** One request on its way. */
export interface Letter {
  readonly leg: Leg;
  /** The tablet's place; null for the other legs. */
  readonly till: number | null;
  /** The last word of its path, as faults name it. */
  readonly call: string;
}

/** Somebody who answers: the run that does, and its answer. Null: nobody is there. */
export type Knock = () => { readonly life: Life; readonly answer: Promise<Arrived> } | null;

/** How a leg is down. */
export type Down = 'refused' | 'silent' | 'portal';

/** All legs of a story. */
export class Network {
  readonly #scheduler: Scheduler;
  readonly #seed: number;
  readonly #story: Story;
  readonly #laid: { readonly fault: Fault; left: number }[] = [];
  readonly #down = new Map<string, { how: Down; until: number }>();
  readonly #open = new Map<Life, Set<() => void>>();
  #count = 0;
  #isCalm = false;

  constructor(scheduler: Scheduler, seed: number, story: Story) {
    this.#scheduler = scheduler;
    this.#seed = seed;
    this.#story = story;
  }

  /** A fault lies in wait for letters from now on. */
  lay(fault: Fault): void {
    this.#laid.push({ fault, left: fault.times });
  }

  /** A leg goes down. `till` null: of every tablet. */
  cut(leg: Leg, till: number | null, how: Down, ms: number): void {
    this.#down.set(legName(leg, till), { how, until: this.#scheduler.now + ms });
  }

  /** Bad luck has ended. Letters that are on their way stay so. */
  calm(): void {
    this.#isCalm = true;
    this.#laid.length = 0;
    this.#down.clear();
  }

  /** How a leg is down now; null: it is up. */
  downOf(leg: Leg, till: number | null): Down | null {
    for (const name of [legName(leg, till), legName(leg, null)]) {
      const down = this.#down.get(name);
      if (down && down.until > this.#scheduler.now) return down.how;
    }
    return null;
  }

  /** A process died: whoever waits for its answer hears that the connection is gone. */
  drop(life: Life): void {
    const waiting = this.#open.get(life);
    this.#open.delete(life);
    for (const end of waiting ?? []) end();
  }

  /** One way over a leg, ms: mostly quick, now and then slow. */
  latency(leg: Leg): number {
    const dice = new Dice(seedFor(this.#seed, `way ${leg} ${(this.#count += 1)}`));
    const quick = leg === 'till' ? dice.between(2, 60) : dice.between(20, 400);
    return dice.chance(0.03) && !this.#isCalm ? quick * 12 : quick;
  }

  /** Sends a letter and resolves with its answer; rejects as `fetch` does, or never ends. */
  exchange(letter: Letter, knock: Knock): Promise<Arrived> {
    const fault = this.#strike(letter);
    const kind = fault === null ? null : letterFault(fault);
    const down = this.downOf(letter.leg, letter.till);
    this.#story.say(() => `${name(letter)} leaves${kind ? ` [${kind}]` : ''}${down ? ` [${down}]` : ''}`);
    return new Promise((resolve, reject) => {
      const refuse = (): void => reject(new TypeError('Failed to fetch'));
      const goes = this.latency(letter.leg) + (kind === 'late-request' ? (fault?.ms ?? 0) : 0);
      const comes = this.latency(letter.leg) + (kind === 'late-answer' ? (fault?.ms ?? 0) : 0);
      const later = (ms: number, run: () => void): void => void this.#scheduler.after(ms, run);
      if (down === 'silent' || kind === 'request-lost') return;
      if (down === 'refused' || kind === 'refused') return later(goes, refuse);
      if (down === 'portal' || kind === 'garbage') return later(goes + comes, () => resolve(PORTAL));
      const back = (answer: Arrived): void => {
        const now = this.downOf(letter.leg, letter.till);
        this.#story.say(() => `${name(letter)} answered ${answer.status} ${answer.text.slice(0, 300)}`);
        if (kind === 'answer-lost' || now === 'silent') return;
        if (now === 'refused') return later(comes, refuse);
        const told = now === 'portal' ? PORTAL : kind === 'error-after' ? SERVER_BROKE : answer;
        later(comes, () => resolve(told));
      };
      later(goes, () => this.#arrive(knock, back, refuse));
      // A refund doubled on its way to a gateway without idempotency moves money twice, and no client could help it.
      if (kind === 'twice' && letter.call !== 'refund')
        later(goes + (fault?.ms ?? 0), () => this.#arrive(knock, ignore, ignore));
    });
  }

  #arrive(knock: Knock, back: (answer: Arrived) => void, refuse: () => void): void {
    const found = knock();
    if (found === null) return refuse();
    const waiting = this.#open.get(found.life) ?? new Set();
    this.#open.set(found.life, waiting);
    const gone = (): void => void this.#scheduler.after(5, refuse);
    waiting.add(gone);
    found.answer.then(
      (answer) => {
        // What a dead process still computes never leaves it.
        if (waiting.delete(gone) && found.life.isAlive) back(answer);
      },
      () => {
        if (waiting.delete(gone) && found.life.isAlive) refuse();
      },
    );
  }

  /** The fault that strikes this letter, used up by it. */
  #strike(letter: Letter): Fault | null {
    const laid = this.#laid.find(
      ({ fault, left }) =>
        left > 0 &&
        fault.kind.startsWith(`${letter.leg}-`) &&
        (fault.till === null || letter.till === null || fault.till === letter.till) &&
        (fault.call === null || fault.call === letter.call),
    );
    if (!laid) return null;
    laid.left -= 1;
    this.#story.count(`fault ${laid.fault.kind}`);
    return laid.fault;
  }
}

function ignore(): void {
  // A copy's answer goes to nobody.
}

function letterFault(fault: Fault): LetterFault {
  return fault.kind.slice(fault.kind.indexOf('-') + 1) as LetterFault;
}

function legName(leg: Leg, till: number | null): string {
  return `${leg} ${till ?? 'all'}`;
}

function name({ leg, till, call }: Letter): string {
  return till === null ? `${leg} ${call}` : `${leg} ${till} ${call}`;
}
