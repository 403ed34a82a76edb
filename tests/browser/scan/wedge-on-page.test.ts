/** A scan by trusted keys over whatever has the focus: nothing of it acts, and it is read once. */
import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src/core/ports.ts';
import { learnWedge } from '../../../src/scan/learn-wedge.ts';
import { createScanQueue } from '../../../src/scan/scan-queue.ts';
import { createWedgeScanner, type WedgeScanner } from '../../../src/scan/wedge-keys.ts';
import type { WedgeLesson } from '../../../src/scan/wedge-lesson.ts';
import { pageClock, pageTimers, wait } from '../../fakes/page-time.ts';
import { LATE_MS, sendKeys, sendScan } from './trusted-keys.ts';

const CODE = '284312345678901234';
/** So long after its last key a burst without an end key is over. */
const SILENCE_MS = LATE_MS + 200;
const SPACED = '2843 1234 5678 9012 34';

interface Page {
  readonly scanner: WedgeScanner;
  readonly reads: string[];
  readonly typed: string[];
}

const undos: (() => void)[] = [];
afterEach(() => {
  for (const undo of undos.splice(0)) undo();
  document.body.replaceChildren();
});

async function setup(): Promise<Page> {
  window.focus(); // the frame the tests run in
  const reads: string[] = [];
  const typed: string[] = [];
  const ontyped = (keys: readonly string[]): void => void typed.push(...keys);
  const scanner = createWedgeScanner({ target: window, clock: pageClock, timers: pageTimers, ontyped });
  scanner.onread((read) => reads.push(read.text));
  await scanner.start();
  undos.push(() => scanner.stop());
  return { scanner, reads, typed };
}

function add<T extends HTMLElement>(html: string): T {
  const holder = document.createElement('div');
  holder.innerHTML = html;
  const element = holder.firstElementChild as T;
  document.body.append(element);
  return element;
}

/** A button that counts how often it is pressed. */
function addButton(): { readonly button: HTMLButtonElement; readonly presses: () => number } {
  const button = add<HTMLButtonElement>('<button>Take cash</button>');
  let presses = 0;
  button.addEventListener('click', () => presses++);
  button.focus();
  return { button, presses: () => presses };
}

describe('a scan', () => {
  it.each(['Enter', 'Tab', ' '])(
    'with blanks in it, ending in %j, presses no focused button',
    async (end) => {
      const page = await setup();
      const { button, presses } = addButton();
      add('<button>Next</button>');
      await sendScan(SPACED, end);
      await wait(SILENCE_MS);
      expect(page.reads.map((text) => text.trim())).toEqual([SPACED]);
      expect(presses()).toBe(0);
      expect(document.activeElement).toBe(button);
    },
  );

  it('chooses nothing in a focused list, nor does the arrow behind it', async () => {
    const page = await setup();
    const list = add<HTMLSelectElement>(
      '<select><option>none</option><option>2843</option><option>9012</option></select>',
    );
    list.focus();
    await sendKeys([...CODE, 'Enter', 'ArrowDown']);
    expect(list.value).toBe('none');
    expect(page.reads).toEqual([CODE]);
  });

  it('over an open dialog neither closes nor confirms it', async () => {
    const page = await setup();
    const dialog = add<HTMLDialogElement>(
      '<dialog><form method="dialog"><input><button value="yes">Yes</button></form></dialog>',
    );
    dialog.showModal();
    const field = dialog.querySelector('input');
    field?.focus();
    await sendScan(CODE);
    expect(dialog.open).toBe(true);
    expect(field?.value).toBe('');
    expect(page.reads).toEqual([CODE]);
    dialog.querySelector('button')?.focus();
    await sendScan(CODE);
    expect(dialog.open).toBe(true);
    expect(page.reads).toEqual([CODE, CODE]);
    await sendKeys(['Escape']);
    expect(dialog.open).toBe(false);
  });

  it.each([
    ['text', 'table 4', CODE],
    ['number', '12', CODE],
    ['number', '', 'hQVDe+YwMWEaTw=='],
    ['password', '1234', CODE],
    ['search', '', 'https://shop.example/menu?t=4'],
  ])('is taken out of a %s field that held %j', async (type, value, text) => {
    const page = await setup();
    const field = add<HTMLInputElement>(`<input type="${type}" value="${value}">`);
    field.focus();
    await sendScan(text);
    expect(field.value).toBe(value);
    expect(field.validity.badInput).toBe(false);
    expect(page.reads).toEqual([text]);
  });

  it('in a form sends no form', async () => {
    const page = await setup();
    const form = add<HTMLFormElement>('<form><textarea></textarea><input></form>');
    let sent = 0;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      sent += 1;
    });
    for (const field of form.querySelectorAll<HTMLElement>('textarea, input')) {
      field.focus();
      await sendScan(CODE);
    }
    expect([page.reads, sent]).toEqual([[CODE, CODE], 0]);
    expect(form.querySelector('textarea')?.value).toBe('');
  });

  it('while another is being dealt with waits its turn', async () => {
    const page = await setup();
    const dealt: string[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const queue = createScanQueue(async ({ text }) => {
      await gate;
      dealt.push(text);
    }, silentLog);
    undos.push(queue.join(page.scanner));
    await sendScan(CODE);
    await sendScan('4006381333931');
    expect(dealt).toEqual([]);
    release();
    await queue.idle();
    expect(dealt).toEqual([CODE, '4006381333931']);
  });
});

describe('keys that are no scanner’s', () => {
  it('of an input method and of an on-screen keyboard go where they were going', async () => {
    const page = await setup();
    const seen: string[] = [];
    const onkey = (event: KeyboardEvent): void => void seen.push(event.key);
    addEventListener('keydown', onkey);
    undos.push(() => removeEventListener('keydown', onkey));
    const field = add<HTMLInputElement>('<input>');
    for (const init of [
      { key: 'n', isComposing: true },
      { key: 'Process', keyCode: 229 },
      { key: 'Unidentified', keyCode: 229 },
    ]) {
      field.dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }));
    }
    expect(seen).toEqual(['n', 'Process', 'Unidentified']);
    expect(page.typed).toEqual([]);
  });

  it('press a focused button and move the focus as ever', async () => {
    await setup();
    const { presses } = addButton();
    const next = add('<button>Next</button>');
    await sendKeys([' ', 'Enter'], 300);
    expect(presses()).toBe(2);
    await sendKeys(['Tab']);
    expect(document.activeElement).toBe(next);
  });
});

describe('a lesson', () => {
  function begin(page: Page, expected: string): { lessons: WedgeLesson[]; end: () => void } {
    const lessons: WedgeLesson[] = [];
    const onlesson = (lesson: WedgeLesson): void => void lessons.push(lesson);
    const end = learnWedge({
      scanner: page.scanner,
      clock: pageClock,
      timers: pageTimers,
      expected,
      onlesson,
    });
    undos.push(end);
    return { lessons, end };
  }

  it('learns by three scans, and none of their keys acts', async () => {
    const page = await setup();
    const { presses } = addButton();
    const { lessons, end } = begin(page, CODE);
    for (let scan = 0; scan < 3; scan += 1) await sendScan(`~${CODE} `);
    const lesson = lessons.at(-1);
    if (lesson?.kind !== 'learnt') throw new Error(`Not learnt: ${JSON.stringify(lesson)}`);
    expect(lesson.settings).toEqual({ gapMs: 100, endKey: 'Enter', prefix: '~', suffix: ' ' });
    page.scanner.set(lesson.settings);
    end();
    await sendKeys(['Enter', 'ArrowDown']); // the rest of a line end
    expect([page.reads, page.typed, presses()]).toEqual([[], [], 0]);
    await sendScan(`~${CODE} `);
    expect(page.reads).toEqual([CODE]);
  });

  it('keeps a scan that nobody asked for out of fields, and lets Escape out', async () => {
    const page = await setup();
    const { lessons } = begin(page, CODE);
    const field = add<HTMLInputElement>('<input>');
    field.focus();
    const seen: string[] = [];
    field.addEventListener('keydown', (event) => seen.push(event.key));
    await sendScan('4006381333931');
    await sendKeys(['5', 'Escape']);
    expect(lessons.at(-1)).toMatchObject({ kind: 'not-learnt', why: 'other-text' });
    expect(field.value).toBe('');
    expect(seen).toEqual(['Escape']);
  });

  it('ends a scan without an end key by silence', async () => {
    const page = await setup();
    const { lessons } = begin(page, CODE);
    await sendKeys([...'12345']);
    expect(lessons.at(-1)).toMatchObject({ kind: 'listening', isScanning: true });
    await wait(900);
    expect(lessons.at(-1)).toMatchObject({ kind: 'not-learnt', why: 'too-short' });
  });

  it('that is over lets keys act again, and only the newest one hears them', async () => {
    const page = await setup();
    const first = begin(page, CODE);
    const second = begin(page, CODE);
    first.end();
    await sendKeys(['5']);
    expect([first.lessons.length, second.lessons.length]).toEqual([1, 2]);
    second.end();
    second.end();
    await sendKeys(['7']);
    await wait(SILENCE_MS);
    expect(page.typed).toEqual(['7']);
  });
});
