/** What Pling uses of Cloudflare's platform, as types: no more than this is there for it. */

/** A cursor over a statement's rows. */
export interface SqlCursor {
  toArray(): Record<string, unknown>[];
}

/** The database and the few values beside it that one object has for itself. */
export interface ObjectStorage {
  readonly sql: {
    exec(sql: string, ...values: (string | number | null)[]): SqlCursor;
    /** bytes */
    readonly databaseSize: number;
  };
  readonly kv: { get(key: string): unknown; put(key: string, value: string | number): void };
  transactionSync<T>(work: () => T): T;
  /** Resolves once every write before it is on the disks. */
  sync(): Promise<void>;
  /** Epoch ms; the one alarm, an earlier call's is replaced. Written with what was written before it. */
  setAlarm(at: number): Promise<void>;
  deleteAlarm(): Promise<void>;
}

/** One object's own state. */
export interface ObjectState {
  /** The name it was asked for by; absent where the platform does not tell. */
  readonly id: { readonly name?: string };
  readonly storage: ObjectStorage;
}

/** The way to one object or to the app's files. */
export interface Reach {
  fetch(request: Request): Promise<Response>;
  fetch(url: string, init?: RequestInit): Promise<Response>;
}

/** All objects of a class. */
export interface ObjectNamespace<Stub> {
  getByName(name: string): Stub;
}

/** Where the shops of a deployment write down which of them a pairing code belongs to. */
export interface CodeDirectory {
  remember(codeHash: string, realm: string, expiresAt: number): Promise<void>;
  shopsOf(codeHash: string, address: string | null): Promise<readonly string[] | null>;
}
