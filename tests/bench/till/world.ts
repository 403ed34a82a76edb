/** One machine with both tills on it: a server and a link each, one practice gateway, one camera. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Gateway } from '../../e2e/gateway.ts';
import { freePort, ServerProcess } from '../../e2e/server.ts';
import { BenchCamera } from './camera.ts';
import { Link } from './link.ts';
import { buildObviousTill } from './obvious/build.ts';
import { OBVIOUS, PLING, type Subject } from './subjects.ts';

/** How long the gateway takes to send its webhook, ms: its own time is the same small one for both tills. */
const GATEWAY_MS = 20;

/** Both tills, served. */
export class World {
  /** for what the browsers keep */
  readonly folder: string;
  readonly camera: BenchCamera;
  readonly #server: ServerProcess;
  readonly #obvious: ChildProcess;
  readonly #links: Readonly<Record<Subject['name'], Link>>;
  readonly gateway: Gateway;

  private constructor(
    folder: string,
    server: ServerProcess,
    obvious: ChildProcess,
    links: Record<Subject['name'], Link>,
  ) {
    this.folder = folder;
    this.camera = new BenchCamera(join(folder, 'camera.y4m'));
    this.#server = server;
    this.#obvious = obvious;
    this.#links = links;
    this.gateway = new Gateway(`http://127.0.0.1:${server.port}/gateway`);
  }

  /** Builds the obvious till and starts everything. Pling is built already. */
  static async open(): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), 'pling-bench-'));
    const built = join(folder, 'obvious');
    await buildObviousTill(built);
    const server = new ServerProcess(await freePort(), {
      DATA_DIR: join(folder, 'data'),
      SHOP_TIME_ZONE: 'America/New_York',
    });
    await server.start();
    const gateway = `http://127.0.0.1:${server.port}/gateway`;
    const obvious = spawn(
      process.execPath,
      [join(import.meta.dirname, 'obvious/server.ts'), built, gateway],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const [first] = (await once(obvious.stdout, 'data')) as [Buffer];
    const world = new World(folder, server, obvious, {
      pling: await Link.listen(server.port, PLING.lookedFor),
      obvious: await Link.listen(Number(first.toString().trim()), OBVIOUS.lookedFor),
    });
    await world.gateway.set({ webhookDelayMs: GATEWAY_MS });
    return world;
  }

  linkOf({ name }: Subject): Link {
    return this.#links[name];
  }

  /** The address that opens the till for the first time: Pling's pairs it. Once. */
  firstAddress(subject: Subject): string {
    const { origin } = this.linkOf(subject);
    return subject.name === 'pling' ? `${origin}/#pair=${this.#server.pairingCode}` : origin;
  }

  async close(): Promise<void> {
    this.camera.close();
    await Promise.all(Object.values(this.#links).map((link) => link.close()));
    await this.#server.kill();
    this.#obvious.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
