/** Runs inside the page: what is too small, cut off, or asks to be scrolled. */

/** @returns {string[]} one line for each thing that breaks LOOK's rules */
export function measureScreen() {
  const problems = [];
  const root = document.documentElement;
  if (root.scrollHeight > innerHeight || root.scrollWidth > innerWidth) problems.push('the page scrolls');
  for (const counter of document.querySelectorAll('main, main > section'))
    if (counter.scrollHeight > counter.clientHeight + 1 && counter.closest('[inert]') === null)
      problems.push(`the counter scrolls by ${counter.scrollHeight - counter.clientHeight}px`);

  const seen = (element) =>
    element.closest('mask') === null &&
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const nameOf = (element) =>
    `${element.tagName.toLowerCase()}.${element.className} "${(element.textContent ?? '').trim().slice(0, 40)}"`;
  const isForEars = (element) => {
    for (let node = element; node; node = node.parentElement)
      if (getComputedStyle(node).clipPath === 'inset(50%)') return true;
    return false;
  };
  /** Inside something that may scroll: the roll. */
  const scrolls = (element) => element.closest('ol, [data-scrolls]') !== null;

  for (const element of document.querySelectorAll('#app *')) {
    if (!seen(element) || isForEars(element)) continue;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (element.matches('button, input, a[href], [role=button]') && (box.height < 63.5 || box.width < 63.5))
      problems.push(`tap ${Math.round(box.width)}x${Math.round(box.height)}: ${nameOf(element)}`);
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (hasText && Number.parseFloat(style.fontSize) < 18)
      problems.push(`text ${style.fontSize}: ${nameOf(element)}`);
    if (hasText && !scrolls(element) && style.textOverflow !== 'ellipsis') {
      const range = document.createRange();
      range.selectNodeContents(element);
      const text = range.getBoundingClientRect();
      if (text.right > innerWidth + 1 || text.bottom > innerHeight + 1 || text.left < -1 || text.top < -1)
        problems.push(`cut off by the window: ${nameOf(element)}`);
    }
    const isBox = ['SECTION', 'DIV', 'MAIN', 'P', 'H2', 'BUTTON', 'SPAN'].includes(element.tagName);
    if (!isBox || scrolls(element) || element.hasAttribute('data-may-clip')) continue;
    if (style.textOverflow === 'ellipsis') continue;
    if (element.scrollHeight > element.clientHeight + 6 && style.overflowY !== 'visible')
      problems.push(`hides ${element.scrollHeight - element.clientHeight}px below: ${nameOf(element)}`);
  }

  const frame = document.querySelector('main section');
  if (frame) problems.push(...overlaps(frame));
  return problems;

  /** The counter's rows must not run into each other. */
  function overlaps(section) {
    const rows = [...section.children].filter(seen);
    return rows.flatMap((row, index) => {
      const next = rows[index + 1];
      if (!next) return [];
      const inner = Math.max(
        ...[...row.querySelectorAll(':not(svg *)')]
          .filter(seen)
          .map((node) => node.getBoundingClientRect().bottom),
        0,
      );
      const top = Math.min(
        ...[...next.querySelectorAll(':not(svg *)')]
          .filter(seen)
          .map((node) => node.getBoundingClientRect().top),
        Infinity,
      );
      return inner > top + 1 ? [`row ${row.className} runs ${Math.round(inner - top)}px into the next`] : [];
    });
  }
}
