/** A Worker of the suite alone: runs one rule of the SQL port inside an object, and says what did not hold. */
import { DurableObject } from 'cloudflare:workers';
import { makeDurableSql } from '../../src/worker/durable-sql.ts';
import type { ObjectNamespace, Reach } from '../../src/worker/platform.ts';
import { runRule, SQL_RULES } from './sql-contract.ts';

/** The object whose storage is tried. */
export class RuleObject extends DurableObject<unknown> {
  /** Runs the rule that the body names; answers with an empty text where it holds. */
  async fetch(request: Request): Promise<Response> {
    const name = await request.text();
    const rule = SQL_RULES.find((one) => one.name === name);
    if (rule === undefined) return new Response('No such rule.');
    try {
      runRule(makeDurableSql(this.ctx.storage), rule);
      return new Response('');
    } catch (error) {
      return new Response(String(error));
    }
  }
}

export default {
  /** Each rule has an object of its own, named by its place. */
  async fetch(request: Request, env: { readonly RULES: ObjectNamespace<Reach> }): Promise<Response> {
    return env.RULES.getByName(new URL(request.url).pathname).fetch(request);
  },
};
