/** Runs inside the page, at any size and with any text: what is lost, covered, or too close to press. */

/**
 * WCAG 2.2: 1.4.10 (one direction of scrolling), 1.4.4 and 1.4.12 (nothing cut or covered), 2.5.8 (targets).
 * @param {{ gap: number }} rules `gap` px between things to be pressed; 0: not measured
 * @returns {string[]} one line for each thing that is lost
 */
export function measureReach({ gap }) {
  const problems = [];
  const place = document.querySelector('#app');
  const nameOf = (element) =>
    `${element.tagName.toLowerCase()}.${[...element.classList].filter((it) => !it.startsWith('s-')).join('.')} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}"`;
  const isSeen = (element) =>
    element.closest('mask, [inert]') === null &&
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const isForEars = (element) => {
    for (let node = element; node; node = node.parentElement)
      if (getComputedStyle(node).clipPath === 'inset(50%)') return true;
    return false;
  };
  const inward = (element) => {
    const chain = [];
    for (let node = element.parentElement; node; node = node.parentElement)
      if (getComputedStyle(node).display !== 'contents') chain.push(node);
    return chain;
  };
  const scrollsIn = (element, axis) =>
    ['auto', 'scroll'].includes(getComputedStyle(element)[`overflow${axis}`]);
  const clips = (element, axis) => getComputedStyle(element)[`overflow${axis}`] !== 'visible';

  const seen = [...place.querySelectorAll('*')].filter((it) => isSeen(it) && !isForEars(it));
  const hasText = (element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
  const texts = seen.filter((it) => hasText(it) && !it.closest('svg'));
  const targets = seen.filter((it) => it.matches('button, input, textarea, select, a[href], [role=button]'));

  for (const element of seen) {
    if (element.closest('svg') && element.tagName !== 'svg') continue;
    if (scrollsIn(element, 'X') && element.scrollWidth > element.clientWidth + 1)
      problems.push(`scrolls sideways by ${element.scrollWidth - element.clientWidth}px: ${nameOf(element)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) problems.push('the page scrolls sideways');

  /** The box of what is written, not of what holds it. */
  const boxOf = (element) => {
    if (!hasText(element) || element.matches('button')) return element.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  /** Cut by something that does not scroll that way; a scroller shows what lies in it. */
  for (const element of new Set([...texts, ...targets])) {
    if (getComputedStyle(element).textOverflow === 'ellipsis') continue;
    let { left, right, top, bottom } = boxOf(element);
    for (const holder of inward(element)) {
      const box = holder.getBoundingClientRect();
      const isX = clips(holder, 'X') && !scrollsIn(holder, 'X');
      const isY = clips(holder, 'Y') && !scrollsIn(holder, 'Y');
      if (isX && (left < box.left - 1.5 || right > box.right + 1.5)) {
        problems.push(`cut at the side by ${nameOf(holder).slice(0, 40)}: ${nameOf(element)}`);
        break;
      }
      if (isY && (top < box.top - 1.5 || bottom > box.bottom + 1.5)) {
        problems.push(`cut above or below by ${nameOf(holder).slice(0, 40)}: ${nameOf(element)}`);
        break;
      }
      if (scrollsIn(holder, 'Y')) {
        // What scrolls can be brought into the holder's own box.
        top = Math.max(top, box.top);
        bottom = Math.min(bottom, box.bottom);
      }
      if (getComputedStyle(holder).position === 'fixed') break;
    }
    if (element.scrollWidth > element.clientWidth + 2 && clips(element, 'X'))
      problems.push(`its own words are cut: ${nameOf(element)}`);
  }

  /** Where `box` can be seen after all that scrolls around it has clipped it; null: scrolled away. */
  const shownOf = (element) => {
    let { left, right, top, bottom } = boxOf(element);
    for (const holder of [element, ...inward(element)]) {
      if (!clips(holder, 'Y') && !clips(holder, 'X')) continue;
      const box = holder.getBoundingClientRect();
      left = Math.max(left, box.left);
      right = Math.min(right, box.right);
      top = Math.max(top, box.top);
      bottom = Math.min(bottom, box.bottom);
    }
    return right - left > 1 && bottom - top > 1 ? { left, right, top, bottom } : null;
  };
  const topmost = (() => {
    const sheets = [...document.querySelectorAll('dialog[open]')].filter((it) => !it.inert);
    return sheets.at(-1) ?? null;
  })();
  const liesUnder = (element) =>
    topmost !== null &&
    !topmost.contains(element) &&
    topmost.getBoundingClientRect().width > innerWidth * 0.9;

  /** Two texts on one spot: a row that has run into the next. */
  const shown = texts
    .filter((it) => !liesUnder(it) && !it.closest('.notices'))
    .map((element) => ({ element, box: shownOf(element) }))
    .filter(({ box }) => box !== null);
  for (const [index, one] of shown.entries())
    for (const other of shown.slice(index + 1)) {
      if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
      if (isApart(one.element, other.element)) continue;
      const width = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const height = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (width > 2 && height > 5)
        problems.push(`${nameOf(one.element)} lies ${Math.round(height)}px on ${nameOf(other.element)}`);
    }

  const pressed = targets
    .filter((it) => !liesUnder(it) && !it.closest('.notices'))
    .map((element) => ({ element, box: shownOf(element) }))
    .filter(({ box }) => box !== null);
  for (const { element } of pressed) {
    const { width, height } = element.getBoundingClientRect();
    if (width < 63.5 || height < 63.5)
      problems.push(`to press, ${Math.round(width)}x${Math.round(height)}: ${nameOf(element)}`);
  }
  for (const [index, one] of pressed.entries())
    for (const other of pressed.slice(index + 1)) {
      if (isApart(one.element, other.element)) continue;
      const x = Math.max(one.box.left, other.box.left) - Math.min(one.box.right, other.box.right);
      const y = Math.max(one.box.top, other.box.top) - Math.min(one.box.bottom, other.box.bottom);
      if (x < -2 && y < -2) problems.push(`${nameOf(one.element)} covers ${nameOf(other.element)}`);
      else if (gap > 0 && Math.max(x, y) < gap - 0.6 && !isOfOneList(one.element, other.element))
        problems.push(
          `${Math.round(Math.max(x, y))}px between ${nameOf(one.element)} and ${nameOf(other.element)}`,
        );
    }
  return problems;

  /** One lies in a sheet and the other does not: what is under a sheet is not looked at. */
  function isApart(one, other) {
    return one.closest('dialog') !== other.closest('dialog');
  }
  /** Lines of a list follow each other without a gap, each as high as a key. */
  function isOfOneList(one, other) {
    const list = one.closest('ol, ul');
    return list !== null && list === other.closest('ol, ul');
  }
}

/**
 * In forced colours, and with motion reduced: what can be pressed has an edge of its own, what is chosen or typed is
 * told by more than a ground, a picture for scanners keeps its colours, and nothing moves.
 * @returns {string[]} one line for each thing that is not told
 */
export function measureForced() {
  const problems = [];
  const nameOf = (element) =>
    `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}"`;
  for (const element of document.querySelectorAll('#app :is(button, input, textarea, dialog)')) {
    if (!element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    if (Number.parseFloat(style.borderTopWidth) < 1 || style.borderTopStyle === 'none')
      problems.push(`has no edge: ${nameOf(element)}`);
    const isChosen = ['aria-pressed', 'aria-current', 'aria-checked'].some(
      (it) => element.getAttribute(it) === 'true',
    );
    const other =
      isChosen &&
      element.parentElement?.querySelector(
        `:scope > ${element.tagName}[aria-checked='false'], :scope > ${element.tagName}[aria-current='false'], :scope > ${element.tagName}[aria-pressed='false']`,
      );
    if (other && getComputedStyle(other).backgroundColor === style.backgroundColor)
      problems.push(`looks as if not chosen: ${nameOf(element)}`);
  }
  for (const picture of document.querySelectorAll('#app svg[role=img] path'))
    if (
      getComputedStyle(picture).fill === getComputedStyle(document.body).color &&
      matchMedia('(prefers-color-scheme: dark)').matches
    )
      problems.push('a code for scanners is drawn in the forced ink');
  for (const animation of document.getAnimations())
    if (animation.playState === 'running') problems.push(`moves: ${animation.animationName ?? animation.id}`);
  return problems;
}
