/** The world of a crash run: practice gateway and Pling server as two processes, and a network that can be cut. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askForInvitation } from '../../src/server/control.ts';
import { PRACTICE_ACCOUNT } from '../../src/setup/shops.ts';
import { Cutter } from '../e2e/cutter.ts';
import { GatewayProcess } from '../e2e/gateway-process.ts';
import { freePort, ServerProcess } from '../e2e/server.ts';
import { Gateway } from '../e2e/gateway.ts';

/** One shop for many rounds. */
export class CrashShop {
  readonly folder: string;
  readonly server: ServerProcess;
  /** between tablet and proxy */
  readonly network: Cutter;
  readonly wallets: Gateway;
  readonly #gatewayProcess: GatewayProcess;

  private constructor(folder: string, server: ServerProcess, network: Cutter, gateway: GatewayProcess) {
    this.folder = folder;
    this.server = server;
    this.network = network;
    this.wallets = new Gateway(gateway.url);
    this.#gatewayProcess = gateway;
  }

  /** Starts everything on fresh data. */
  static async open(): Promise<CrashShop> {
    const folder = mkdtempSync(join(tmpdir(), 'pling-crash-'));
    const gateway = new GatewayProcess(await freePort(), join(folder, 'gateway'), PRACTICE_ACCOUNT);
    await gateway.start();
    const port = await freePort();
    const network = await Cutter.listen(() => port);
    const server = new ServerProcess(port, {
      DATA_DIR: join(folder, 'data'),
      SHOP_NAME: 'Corner Store',
      SHOP_TIME_ZONE: 'America/New_York',
      PRACTICE_GATEWAY_URL: gateway.url,
    });
    await server.start();
    return new CrashShop(folder, server, network, gateway);
  }

  /** The till's address, through the cutter. */
  get origin(): string {
    return `http://127.0.0.1:${this.network.port}`;
  }

  get ledgerPath(): string {
    return join(this.folder, 'data', 'practice', 'ledger.sqlite');
  }

  get gatewayPath(): string {
    return this.#gatewayProcess.path;
  }

  /** A fresh pairing code, as `npm run pair` asks for it. */
  async pairingCode(): Promise<string> {
    return (await askForInvitation({ dataDir: join(this.folder, 'data'), shop: null }, fetch)).code;
  }

  async close(): Promise<void> {
    await this.server.kill();
    await this.network.close();
    await this.#gatewayProcess.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
