/** Short messages that need no answer, oldest first; the app dismisses them. */
import type { Notice } from './view.ts';

/** A notice before it has a number. */
export type NewNotice = Notice extends infer Each ? (Each extends Notice ? Omit<Each, 'id'> : never) : never;

/** More than this nobody reads: the oldest go. */
const MOST = 20;

/** The notices of a till. */
export class Notices {
  #list: readonly Notice[] = [];
  #lastId = 0;

  /** All of them. */
  list(): readonly Notice[] {
    return this.#list;
  }

  /** Adds one. */
  add(notice: NewNotice): void {
    this.#lastId += 1;
    this.#list = [...this.#list, { ...notice, id: this.#lastId }].slice(-MOST);
  }

  /** Takes one away; one that is gone already is no mistake. */
  dismiss(id: number): void {
    this.#list = this.#list.filter((notice) => notice.id !== id);
  }
}
