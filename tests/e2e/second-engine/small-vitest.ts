/** As much of vitest as the journal's tests use, for a browser that no vitest provider drives. What it lacks throws. */

/** How one test ended. */
export interface Verdict {
  readonly name: string;
  /** null: passed */
  readonly error: string | null;
}

type Work = () => void | Promise<void>;
const tests: { readonly name: string; readonly work: Work }[] = [];
const afters: Work[] = [];
const path: string[] = [];

export function describe(name: string, work: () => void): void {
  path.push(name);
  work();
  path.pop();
}

export function it(name: string, work: Work): void {
  tests.push({ name: [...path, name].join(' › '), work });
}

export function afterEach(work: Work): void {
  afters.push(work);
}

/** Runs every test that was told of, in order. */
export async function runAll(): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const { name, work } of tests) verdicts.push({ name, error: await errorOf(work) });
  return verdicts;
}

async function errorOf(work: Work): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } finally {
    for (const after of afters) await after();
  }
}

/** The matchers of one value. */
export function expect(actual: unknown) {
  return {
    ...matchers(actual, true),
    not: matchers(actual, false),
    rejects: rejection(actual),
  };
}

function matchers(actual: unknown, isWanted: boolean) {
  const check = (isSo: boolean, what: string, expected?: unknown): void => {
    if (isSo === isWanted) return;
    throw new Error(`${show(actual)} ${isWanted ? 'is not' : 'is'} ${what} ${show(expected)}`);
  };
  return {
    toBe: (expected: unknown) => check(Object.is(actual, expected), 'the same as', expected),
    toBeNull: () => check(actual === null, 'null'),
    toBeUndefined: () => check(actual === undefined, 'undefined'),
    toEqual: (expected: unknown) => check(isEqual(actual, expected), 'equal to', expected),
    toMatchObject: (expected: object) => check(matches(actual, expected), 'like', expected),
    toHaveLength: (length: number) => check(lengthOf(actual) === length, 'of length', length),
    toContain: (part: string) => check(String(actual).includes(part), 'with', part),
    toBeGreaterThanOrEqual: (least: number) => check(Number(actual) >= least, 'at least', least),
    toBeInstanceOf: (kind: new (...args: never[]) => unknown) =>
      check(actual instanceof kind, `a ${kind.name}`),
    toHaveBeenCalledTimes: (times: number) => check(callsOf(actual) === times, 'called times', times),
  };
}

function rejection(actual: unknown) {
  const rejected = async (): Promise<unknown> => {
    try {
      await (actual as Promise<unknown>);
    } catch (error) {
      return error;
    }
    throw new Error('The promise was kept.');
  };
  return {
    toThrow: async () => void (await rejected()),
    toMatchObject: async (expected: object) => matchers(await rejected(), true).toMatchObject(expected),
    toBeInstanceOf: async (kind: new (...args: never[]) => unknown) =>
      matchers(await rejected(), true).toBeInstanceOf(kind),
  };
}

/** Deep equality as `toEqual` has it: an absent property and one that is undefined are the same. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => isEqual(a[key], b[key]));
}

/** Every property that is named is there and alike. */
function matches(actual: unknown, expected: object): boolean {
  if (!isObject(actual)) return false;
  return Object.entries(expected).every(([key, value]: [string, unknown]) => {
    const found = actual[key];
    return isObject(value) ? matches(found, value) : isEqual(found, value);
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function lengthOf(value: unknown): unknown {
  return isObject(value) ? value['length'] : undefined;
}

/** Nothing for what JSON cannot say. */
function show(value: unknown): string {
  return JSON.stringify(value) ?? '';
}

type Method = (this: unknown, ...args: unknown[]) => unknown;
interface Spy extends Method {
  readonly mock: { readonly calls: unknown[][] };
  mockImplementation(work: Method): Spy;
}
const restores: (() => void)[] = [];

function callsOf(value: unknown): unknown {
  return typeof value === 'function' && 'mock' in value ? (value as Spy).mock.calls.length : undefined;
}

export const vi = {
  /** Watches a method; it still works, until `mockImplementation` replaces it. */
  spyOn(target: Record<string, unknown>, name: string): Spy {
    const real = target[name] as Method;
    const calls: unknown[][] = [];
    let work = real;
    const watched = function (this: unknown, ...args: unknown[]): unknown {
      calls.push(args);
      return work.apply(this, args);
    };
    const spy: Spy = Object.assign(watched, {
      mock: { calls },
      mockImplementation: (other: Method) => {
        work = other;
        return spy;
      },
    });
    target[name] = spy;
    restores.push(() => (target[name] = real));
    return spy;
  },
  restoreAllMocks(): void {
    for (const restore of restores.splice(0).reverse()) restore();
  },
};
