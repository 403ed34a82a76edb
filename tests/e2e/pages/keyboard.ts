/** A person with a keyboard and nothing else: every key is pressed, nothing is clicked, and the focus is seen. */
import { expect, type Page } from '@playwright/test';

/** Between two keys, ms: a typist; what comes every 90 ms for a whole code is taken for a slow scanner on a quick machine. */
const PACE_MS = 150;
/** More stops than any screen has. */
const MOST_STOPS = 60;

/** Where the focus may rest unseen: nothing there is to be pressed, and Enter does nothing. */
const PLACES = new Set(['body', 'dialog', 'section']);

/** What has the focus, and how it shows. */
interface Focus {
  readonly name: string;
  readonly role: string;
  readonly isSeen: boolean;
}

/** The keyboard of one tablet. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Types at a person's pace, wherever the focus is. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text, { delay: PACE_MS });
  }

  async press(
    key: 'Enter' | 'Escape' | 'Tab' | 'Shift+Tab' | 'Space' | 'Backspace' | 'ArrowRight',
  ): Promise<void> {
    await this.#page.keyboard.press(key, { delay: PACE_MS / 2 });
  }

  /** Goes on by Tab to the key, line or field called `name`; every stop on the way shows the focus. */
  async tabTo(name: string | RegExp): Promise<void> {
    const passed: string[] = [];
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      await this.press('Tab');
      const focus = await this.focus();
      if (!PLACES.has(focus.role)) expect(focus.isSeen, `the focus shows on “${focus.name}”`).toBe(true);
      if (typeof name === 'string' ? focus.name === name : name.test(focus.name)) return;
      passed.push(focus.name);
    }
    throw new Error(`No Tab leads to ${String(name)}, only to: ${passed.join(' · ')}`);
  }

  /** Waits until the focus is, visibly, on what is called `name`: the screen has led it there. */
  async isAt(name: string | RegExp): Promise<void> {
    await expect.poll(async () => (await this.focus()).name).toMatch(name);
    expect((await this.focus()).isSeen).toBe(true);
  }

  /** Waits until a field has the focus by itself and shows it: it can be typed into at once. */
  async isInField(): Promise<void> {
    await expect.poll(async () => (await this.focus()).role).toBe('input');
    expect((await this.focus()).isSeen).toBe(true);
  }

  /** The focus as a person sees it: an outline, or the frame that a field over slots draws around them. */
  async focus(): Promise<Focus> {
    return this.#page.evaluate(() => {
      const element = document.activeElement ?? document.body;
      const style = getComputedStyle(element);
      const holder = element.parentElement ?? document.body;
      const frames = [holder, ...holder.children].map((it) => getComputedStyle(it).boxShadow);
      const hasOutline = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 3;
      const hasFrame = element.matches('input') && frames.some((it) => / 4px inset/.test(it));
      const isPage = element === document.body;
      const name = element.getAttribute('aria-label') ?? (isPage ? '' : element.textContent);
      return {
        name: name.replaceAll(/\s+/g, ' ').trim(),
        role: element.tagName.toLowerCase(),
        isSeen: element.matches(':focus-visible') && (hasOutline || hasFrame),
      };
    });
  }
}
