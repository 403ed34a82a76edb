/** The one module of the platform. */
/* eslint-disable @typescript-eslint/consistent-type-imports -- an ambient module may not import by a relative path */
declare module 'cloudflare:workers' {
  /** Base of every object's class. */
  export abstract class DurableObject<Env> {
    protected readonly ctx: import('./platform.ts').ObjectState;
    protected readonly env: Env;
    constructor(ctx: import('./platform.ts').ObjectState, env: Env);
  }
}
