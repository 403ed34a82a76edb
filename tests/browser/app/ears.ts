/** What a screen reader says of the page: the live regions as the accessibility tree holds them, and each time one changed. */
import { cdp } from 'vitest/browser';

const REGIONS = '[aria-live]:not([aria-live=off]), [role=status], [role=alert]';

/** Somebody who only hears. */
export interface Ears {
  /** everything said since the ears were opened, in order; a region that says the same again is heard again */
  readonly heard: () => readonly string[];
  close(): void;
}

const textOf = (region: Element): string => region.textContent.replaceAll(/\s+/g, ' ').trim();

/** Listens to every live region below `place`, also to those that come later. */
export function openEars(place: Element): Ears {
  const heard: string[] = [];
  const observer = new MutationObserver((records) => {
    const regions = new Set(
      records.map(({ target }) =>
        (target instanceof Element ? target : target.parentElement)?.closest(REGIONS),
      ),
    );
    for (const region of regions) if (region && textOf(region) !== '') heard.push(textOf(region));
  });
  observer.observe(place, { subtree: true, childList: true, characterData: true });
  return { heard: () => heard, close: () => observer.disconnect() };
}

/** A node of the tree, as far as it is read here. */
interface Node {
  readonly nodeId: string;
  readonly ignored: boolean;
  readonly role?: { readonly value?: unknown };
  readonly name?: { readonly value?: unknown };
  readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
  readonly childIds?: readonly string[];
}

/** What stands in the live regions of this frame's accessibility tree, one text a region. */
export async function readRegions(): Promise<readonly string[]> {
  const nodes = await readTree();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const wordsOf = (node: Node): string => {
    if (node.role?.value === 'StaticText') return typeof node.name?.value === 'string' ? node.name.value : '';
    const below = (node.childIds ?? []).flatMap((id) => byId.get(id) ?? []);
    return below.map(wordsOf).join(' ');
  };
  return nodes
    .filter((node) => node.properties?.some(({ name, value }) => name === 'live' && value.value !== 'off'))
    .map((node) => wordsOf(node).replaceAll(/\s+/g, ' ').trim())
    .filter((words) => words !== '');
}

async function readTree(): Promise<readonly Node[]> {
  const session = cdp();
  const { frameTree } = await session.send('Page.getFrameTree');
  const own = (frameTree.childFrames ?? []).find(({ frame }) => frame.url === location.href) ?? frameTree;
  const { nodes } = await session.send('Accessibility.getFullAXTree', { frameId: own.frame.id });
  return nodes;
}
