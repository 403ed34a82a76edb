/** The arrows in a row of keys of which one is chosen. */

const STEPS: Readonly<Partial<Record<string, number>>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/** For `{@attach}` on a radio group, one stop for Tab: the arrows choose, as in every group of its kind. */
export function radioKeys(group: HTMLElement): () => void {
  const onkeydown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const radios = [...group.querySelectorAll<HTMLElement>('[role=radio]')];
    const now = radios.findIndex((radio) => radio.getAttribute('aria-checked') === 'true');
    const next = radios.at((now + step) % radios.length);
    next?.focus();
    next?.click();
  };
  group.addEventListener('keydown', onkeydown);
  return () => group.removeEventListener('keydown', onkeydown);
}
