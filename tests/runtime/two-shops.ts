/** Two live shops behind one address, and the practice gateway as a machine of its own: every call crosses the network. */
import { join } from 'node:path';
import { freePort, ServerProcess } from './process.ts';
import { makeFolder, type Runtime } from './runtimes.ts';
import { stageOf, type Stage } from './stage.ts';

/** Both, and what belongs to them together. */
export interface TwoShops {
  readonly main: Stage;
  readonly harbour: Stage;
  close(): Promise<void>;
}

/** The sandbox tokens of the vendor's own public docs (pockyt.md §1), by store. */
export const TOKENS = {
  '300014': '5cbfb079f15b150122261c8537086d77a',
  '303660': '359c05eb811c7c8576f4a8a277dc6f6b',
} as const;

/** Starts gateway and shops, and pairs a till with each. */
export async function openTwoShops(runtime: Runtime): Promise<TwoShops> {
  const undo: (() => void)[] = [];
  const port = await freePort();
  const main = join(import.meta.dirname, '../../src/server/gateway-sim-main.ts');
  const gateway = new ServerProcess([main, '--port', String(port)], { DATA_DIR: makeFolder(undo) });
  const url = `http://127.0.0.1:${port}`;
  await gateway.start(`${url}/sim/wallets`);
  const shop = await runtime.open({
    POCKYT_MERCHANT_NO: '200043',
    POCKYT_BASE_URL: url,
    POCKYT_SHOPS: JSON.stringify([
      { POCKYT_STORE_NO: '300014', POCKYT_TOKEN: TOKENS['300014'], SHOP_NAME: 'Main Street' },
      { POCKYT_STORE_NO: '303660', POCKYT_TOKEN: TOKENS['303660'], SHOP_NAME: 'Harbour' },
    ]),
  });
  return {
    main: await stageOf(shop, 'Main Street', `${url}/sim`),
    harbour: await stageOf(shop, 'Harbour', `${url}/sim`),
    close: async () => {
      await gateway.kill();
      for (const step of undo) step();
    },
  };
}
