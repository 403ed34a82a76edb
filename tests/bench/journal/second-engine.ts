/** The same steps in WebKitGTK, as far as it goes: its driven windows keep their databases in memory, and none is restarted. */
import { setTimeout as pause } from 'node:timers/promises';
import { Engine, findEngine, HOW_TO_GET_IT } from '../../e2e/second-engine/engine.ts';
import type { WebDriver } from '../../e2e/second-engine/webdriver.ts';
import { printTable, type Column } from './print.ts';
import type { JournalBench } from './page.ts';
import type { Start } from './steps.ts';

/** Loads of the page, each with its start. */
const STARTS = 9;
const APPENDED = 30;

/** Measures `sizes` and prints them; one line where there is no such engine. */
export async function measureSecondEngine(
  url: string,
  sizes: readonly number[],
  say: (line: string) => void,
): Promise<void> {
  const paths = findEngine();
  if (paths === null) return say(`\nNo second engine on this machine (${HOW_TO_GET_IT}).`);
  const engine = await Engine.start(paths);
  try {
    const columns: Column[] = [];
    for (const size of sizes) columns.push(await measure(engine, url, size));
    say('\nWebKitGTK, in memory, the page loaded anew in a browser that goes on:');
    printTable(columns, say);
  } finally {
    engine.stop();
  }
}

async function measure(engine: Engine, url: string, size: number): Promise<Column> {
  const window = await engine.window();
  try {
    await window.goTo(url);
    await ask(window, 'fillBooks', size);
    const starts: Start[] = [];
    await window.goTo(`${url}?start`);
    for (let n = 0; n < STARTS; n += 1) {
      await window.reload();
      const started = await ask(window, 'started');
      if (started) starts.push(started);
    }
    const usage = await ask(window, 'usage');
    const warm = await ask(window, 'lookAround');
    const appends = await ask(window, 'append', APPENDED);
    return { size, starts, warm, appends, usage, bytes: null, rebuilt: await ask(window, 'rebuild') };
  } finally {
    await window.close();
  }
}

/** Runs one step in the page and waits for its end, however long: a WebDriver gives up on a script after half a minute. */
async function ask<Name extends keyof JournalBench>(
  window: WebDriver,
  step: Name,
  ...args: Parameters<JournalBench[Name]>
): Promise<Awaited<ReturnType<JournalBench[Name]>>> {
  type Answer = { readonly value?: Awaited<ReturnType<JournalBench[Name]>>; readonly error?: string };
  await window.becomes('return "journalBench" in window');
  await window.run(BEGIN, step, args);
  for (;;) {
    const answer = await window.run<Answer | null>('return window.answer ?? null');
    if (answer?.error !== undefined) throw new Error(`${step}: ${answer.error}`);
    if (answer) return answer.value as Awaited<ReturnType<JournalBench[Name]>>;
    await pause(100);
  }
}

/** Begins the step and returns at once. */
const BEGIN = `
  const [step, args] = arguments;
  window.answer = null;
  window.journalBench[step](...args).then(
    (value) => (window.answer = { value }),
    (error) => (window.answer = { error: String(error) }),
  );`;
