/**
 * A Vite plugin: the page's first script imports the till behind its first picture (src/app/early), and index.html names the
 * till's files all the same, so that they are fetched beside it and not after it.
 */
import { join } from 'node:path';

const SOURCE = join(import.meta.dirname, '..', 'src');

/** @returns {import('vite').Plugin} */
export function loadBeside(module) {
  return {
    name: 'pling:load-beside',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const till = chunks.find((chunk) => chunk.moduleIds.some((id) => id.endsWith(module)));
        if (!till || !html.includes('id="early"')) return html;
        const scripts = filesOf(till, bundle);
        const styles = new Set(scripts.flatMap((name) => [...bundle[name].viteMetadata.importedCss]));
        const isNew = (name) => !html.includes(name);
        return [
          ...scripts.filter(isNew).map((name) => link({ rel: 'modulepreload', href: `/${name}` })),
          ...[...styles].filter(isNew).map((name) => link({ rel: 'stylesheet', href: `/${name}` })),
        ];
      },
    },
  };
}

/** The chunk's file and all it imports. */
function filesOf(chunk, bundle, seen = new Set()) {
  if (seen.has(chunk.fileName)) return [];
  seen.add(chunk.fileName);
  return [chunk.fileName, ...chunk.imports.flatMap((name) => filesOf(bundle[name], bundle, seen))];
}

function link(attrs) {
  return { tag: 'link', attrs: { ...attrs, crossorigin: true }, injectTo: 'head' };
}

/** All that only the till's first load has comes in one file: each file costs a slow tablet a few milliseconds of its start. */
export function tillTogether() {
  let apart = null;
  return (id, context) => {
    if (apart === null) {
      const [till, early, wallet] = [
        'app/main.ts',
        'app/early/early-page.ts',
        'gateway-sim/wallet/main.ts',
      ].map((file) => closureOf(join(SOURCE, file), context));
      apart = till.difference(early).difference(wallet);
    }
    return apart.has(id) ? 'till' : null;
  };
}

/** The module and all it imports at once. */
function closureOf(id, context, seen = new Set()) {
  if (seen.has(id)) return seen;
  seen.add(id);
  for (const next of context.getModuleInfo(id)?.importedIds ?? []) closureOf(next, context, seen);
  return seen;
}
