/** The wedge scanner on a real page: keys, text fields, buttons. */
import { afterEach, describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { rememberField } from '../../../src/scan/text-field.ts';
import { createWedgeScanner } from '../../../src/scan/wedge-keys.ts';
import { pageClock, pageTimers, wait } from '../../fakes/page-time.ts';

const CODE = '284312345678901234';

interface Page {
  readonly reads: string[];
  readonly typed: string[];
  /** Keys that reached the page's own listeners. */
  readonly seen: string[];
  stop(): void;
}

const running: Page[] = [];
afterEach(() => {
  for (const page of running.splice(0)) page.stop();
  document.body.replaceChildren();
});

async function setup(): Promise<Page> {
  const reads: string[] = [];
  const typed: string[] = [];
  const seen: string[] = [];
  const ontyped = (keys: readonly string[]): void => void typed.push(...keys);
  const scanner = createWedgeScanner({ target: window, clock: pageClock, timers: pageTimers, ontyped });
  scanner.onread((read) => reads.push(read.text));
  expect(await scanner.start()).toBe('ready');
  await scanner.start();
  const onkey = (event: KeyboardEvent): void => void seen.push(event.key);
  window.addEventListener('keydown', onkey);
  const stop = (): void => {
    scanner.stop();
    window.removeEventListener('keydown', onkey);
  };
  const page = { reads, typed, seen, stop };
  running.push(page);
  return page;
}

/** Presses a key as a keyboard would: the character lands in a text field unless somebody prevents it. */
function press(key: string, target: HTMLElement = document.body): void {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
  if (!target.dispatchEvent(event)) return;
  const takesText = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  if (!takesText || key.length !== 1) return;
  target.setRangeText(key, target.selectionStart ?? 0, target.selectionEnd ?? 0, 'end');
  target.dispatchEvent(new Event('input', { bubbles: true }));
}

function scan(text: string, target?: HTMLElement): void {
  for (const key of text) press(key, target);
  press('Enter', target);
}

function addField(value: string): HTMLInputElement {
  const field = document.createElement('input');
  field.value = value;
  document.body.append(field);
  field.setSelectionRange(value.length, value.length);
  return field;
}

describe('the wedge scanner', () => {
  it('reads a scan anywhere on the page, and no key of it reaches the page', async () => {
    const page = await setup();
    scan(CODE);
    expect(page.reads).toEqual([CODE]);
    await wait(150);
    expect(page.typed).toEqual([]);
    expect(page.seen).toEqual([]);
  });

  it('hands a typed digit on within a moment, and Enter at once', async () => {
    const page = await setup();
    press('5');
    await wait(200);
    press('Enter');
    expect(page.typed).toEqual(['5']);
    expect(page.seen).toEqual(['Enter']);
  });

  it('takes a scan back out of a text field and tells the field', async () => {
    const page = await setup();
    const field = addField('table 4');
    field.setSelectionRange(2, 2);
    let told = '';
    field.addEventListener('input', () => (told = field.value));
    scan(CODE, field);
    expect(field.value).toBe('table 4');
    expect(told).toBe('table 4');
    expect(field.selectionStart).toBe(2);
    expect(page.reads).toEqual([CODE]);
    await wait(150);
    expect(page.typed).toEqual([]);
  });

  it('takes a second scan out of the same field too', async () => {
    const page = await setup();
    const field = addField('');
    scan(CODE, field);
    scan(CODE, field);
    expect(field.value).toBe('');
    expect(page.reads).toEqual([CODE, CODE]);
  });

  it('clears what is no number out of a number field', async () => {
    const field = document.createElement('input');
    field.type = 'number';
    document.body.append(field);
    field.focus();
    const restore = rememberField(field);
    await userEvent.keyboard('e+e+');
    expect(field.validity.badInput).toBe(true);
    restore();
    expect(field.validity.badInput).toBe(false);
  });

  it('takes a scan back out of a field that got the focus in its middle', async () => {
    const page = await setup();
    press('2');
    press('8');
    const field = addField('table 4');
    scan(CODE.slice(2), field);
    expect(field.value).toBe('table 4');
    expect(page.reads).toEqual([CODE]);
    await wait(150);
    expect(page.typed).toEqual([]);
  });

  it('leaves a person’s typing in a text field alone', async () => {
    const page = await setup();
    const field = addField('');
    for (const key of 'tea') press(key, field);
    await wait(150);
    expect(field.value).toBe('tea');
    expect(page.typed).toEqual([]);
    expect(page.reads).toEqual([]);
  });

  it('lets the blank press a focused button', async () => {
    const page = await setup();
    const button = document.createElement('button');
    document.body.append(button);
    press(' ', button);
    expect(page.seen).toEqual([' ']);
  });

  it('hears nothing once stopped, and keeps no key back', async () => {
    const page = await setup();
    press('5');
    page.stop();
    expect(page.typed).toEqual(['5']);
    scan(CODE);
    expect(page.reads).toEqual([]);
  });
});
