/** Real servers as processes, a practice gateway that outlives them, tablets without a screen, and a person at the console. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { buildServerIfChanged, SERVER } from '../../scripts/build-server.mjs';
import { isOver, reckon, type Debtor, type Finding } from '../crash/account.ts';
import { readGatewayBook, readLedgerBook } from '../crash/books.ts';
import { GatewayProcess } from '../e2e/gateway-process.ts';
import { HeadlessTablet } from '../crash/headless-tablet.ts';
import { Gateway } from '../e2e/gateway.ts';
import { Cutter } from '../e2e/cutter.ts';
import { freePort, ServerProcess } from '../e2e/server.ts';
import { PRACTICE_ACCOUNT } from '../../src/setup/shops.ts';

const root = join(import.meta.dirname, '../..');
/** The bundle, as `npm start` runs it (package.json). */
const AS_NPM_START = ['--max-semi-space-size=4', SERVER];
/** Longest wait for something to show. */
const PATIENCE_MS = 40_000;
const LOOK_EVERY_MS = 50;

/** One machine: its data folder, its server, and what a person says there. */
export class Machine {
  readonly server: ServerProcess;
  readonly dataDir: string;
  readonly #env: Readonly<Record<string, string>>;

  constructor(dataDir: string, port: number, env: Readonly<Record<string, string>>) {
    this.dataDir = dataDir;
    this.#env = { ...env, DATA_DIR: dataDir };
    this.server = new ServerProcess(port, this.#env, AS_NPM_START);
  }

  get ledgerPath(): string {
    return join(this.dataDir, 'practice', 'ledger.sqlite');
  }

  /** `npm run backup`, `restore`, `export`, `import` on this machine; rejects with its words where it fails. */
  ledger(command: string, ...args: readonly string[]): Promise<string> {
    return this.#say('ledger-main.ts', [command, ...args]);
  }

  /** `npm run pair`: a fresh code, with its shop. */
  async pairingCode(): Promise<string> {
    return /#pair=(\S+)/.exec(await this.#say('pair-main.ts', []))?.[1] ?? '';
  }

  async #say(entry: string, args: readonly string[]): Promise<string> {
    const child = spawn(process.execPath, [join(root, 'src/server', entry), ...args], {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Buffer) => (said += bytes.toString()));
    const code = await new Promise<number | null>((done) => child.once('close', done));
    if (code !== 0) throw new Error(said);
    return said;
  }
}

/** One shop's world. */
export class ProcessWorld {
  readonly folder: string;
  readonly wallets: Gateway;
  readonly #gateway: GatewayProcess;
  readonly #network: Cutter;
  readonly #route: { port: number };
  readonly #machines: Machine[] = [];
  readonly #tablets: HeadlessTablet[] = [];
  readonly #debtors: Debtor[] = [];
  #now: Machine | null = null;

  private constructor(folder: string, gateway: GatewayProcess, network: Cutter, route: { port: number }) {
    this.folder = folder;
    this.#gateway = gateway;
    this.#network = network;
    this.#route = route;
    this.wallets = new Gateway(gateway.url);
  }

  /** Starts the gateway and the till's address; no machine yet. */
  static async open(): Promise<ProcessWorld> {
    await buildServerIfChanged();
    const folder = mkdtempSync(join(tmpdir(), 'pling-process-'));
    const gateway = new GatewayProcess(await freePort(), join(folder, 'gateway'), PRACTICE_ACCOUNT);
    await gateway.start();
    const route = { port: 0 };
    return new ProcessWorld(folder, gateway, await Cutter.listen(() => route.port), route);
  }

  /** The till's address, on whatever machine the shop is. */
  get origin(): string {
    return `http://127.0.0.1:${this.#network.port}`;
  }

  /** Another machine, not started. All have the same secret. */
  async machine(name: string): Promise<Machine> {
    const machine = new Machine(join(this.folder, name), await freePort(), {
      SHOP_TIME_ZONE: 'America/New_York',
      PRACTICE_GATEWAY_URL: this.#gateway.url,
      PLING_SECRET: 'one secret for both machines',
    });
    this.#machines.push(machine);
    return machine;
  }

  /** From now on the till's address leads there. */
  leadTo(machine: Machine): void {
    this.#now = machine;
    this.#network.set('cut');
    this.#route.port = machine.server.port;
    this.#network.set('pass');
  }

  /** A paired tablet at the till's address. */
  async tablet(machine: Machine): Promise<HeadlessTablet> {
    const tablet = await HeadlessTablet.pair(this.origin, await machine.pairingCode());
    this.#tablets.push(tablet);
    return tablet;
  }

  /** Sells something to a new customer, who pays at once; resolves when the till shows it paid. */
  async sell(tablet: HeadlessTablet, cents: number): Promise<void> {
    await this.scan(tablet, cents);
    await until(
      async () => (await tablet.look()).name === 'paid',
      () => `paid; the till shows ${tablet.state}`,
    );
    await tablet.press('next-sale');
  }

  /** Charges a new customer and reads the code; what comes of it is not waited for. */
  async scan(tablet: HeadlessTablet, cents: number, behaviour: 'pay' | 'confirm' = 'pay'): Promise<string> {
    const { id, code } = await this.wallets.code({ behaviour });
    this.#debtors.push({ cents, codes: [{ id }], shown: new Set() });
    const known = this.#attempts();
    await tablet.charge(cents);
    // The customer takes the phone out: by then the ledger has heard of the sale.
    await until(
      () => this.#attempts() > known,
      () => 'the ledger knows the sale',
    );
    await tablet.scan(code);
    return id;
  }

  /** Sells to a customer who has to confirm, and does when `meanwhile` is over. */
  async sellSlowly(tablet: HeadlessTablet, cents: number, meanwhile: () => Promise<void>): Promise<void> {
    const id = await this.scan(tablet, cents, 'confirm');
    await until(
      async () => (await tablet.look()).name === 'waiting',
      () => tablet.state,
    );
    await meanwhile();
    await this.wallets.confirm(id);
    await until(
      async () => (await tablet.look()).name === 'paid',
      () => `paid; the till shows ${tablet.state}`,
    );
    await tablet.press('next-sale');
  }

  #attempts(): number {
    return this.#now === null ? 0 : readLedgerBook(this.#now.ledgerPath).length;
  }

  /** Waits until every sale has ended, and lays gateway, ledger and tills side by side: empty when all is well. */
  async reckon({ ledgerPath }: Machine): Promise<Finding[]> {
    const sales = () => this.#tablets.flatMap((tablet) => tablet.sales());
    await until(
      () => sales().every(isOver),
      () => 'every sale has ended',
    );
    const books = { gateway: readGatewayBook(this.#gateway.path), ledger: readLedgerBook(ledgerPath) };
    return reckon(this.#debtors, { ...books, sales: sales() });
  }

  async close(): Promise<void> {
    await Promise.all(this.#tablets.map((tablet) => tablet.stop()));
    await Promise.all(this.#machines.map(({ server }) => server.kill()));
    await this.#network.close();
    await this.#gateway.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits until `isSo`; throws with `what` where it does not come. */
export async function until(isSo: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`Never came: ${what()}`);
    await pause(LOOK_EVERY_MS);
  }
}
