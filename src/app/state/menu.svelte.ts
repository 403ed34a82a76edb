/** Whether the menu lies open; the roll's ☰ opens it. */
export class MenuState {
  #isOpen = $state.raw(false);

  /** True while the menu covers the counter. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Opens it. */
  open = (): void => {
    this.#isOpen = true;
  };

  /** Closes it. */
  close = (): void => {
    this.#isOpen = false;
  };
}
