/** `/api/tills` and `/api/audit`: which tablets may sell, and what managers did. Everything but the list needs the PIN. */
import { Hono, type Context } from 'hono';
import {
  auditRequestSchema,
  renameRequestSchema,
  revokeRequestSchema,
  tillCodeRequestSchema,
  type AuditAnswer,
  type TillCodeAnswer,
  type TillsAnswer,
} from '../../contract/tills-api.ts';
import type { DoneAnswer } from '../../contract/manager-api.ts';
import { callerOf, type Guarded } from '../auth/guard.ts';
import { AUDIT_PAGE } from '../ledger/audit.ts';
import type { Parts } from '../parts.ts';
import { readBody } from '../read-body.ts';
import { Refusal } from '../refusal.ts';

/** Makes the routes. */
export function tillRoutes(parts: Parts): Hono<Guarded> {
  const { ledger, clock, tills, enrolment, pin } = parts;
  const stamp = (): DoneAnswer => ({ head: ledger.head(), serverTime: clock.now() });
  const listed = (c: Context<Guarded>): TillsAnswer => ({ tills: tills.list(callerOf(c).id), ...stamp() });
  const routes = new Hono<Guarded>();
  routes.get('/', (c) => c.json(listed(c)));
  routes.post('/codes', async (c) => {
    const { pin: given, till: forTill = null } = await readBody(c, tillCodeRequestSchema);
    pin.check(given, callerOf(c).id);
    const made = enrolment.makeCode(callerOf(c).id, forTill);
    const body: TillCodeAnswer = { ...made, link: linkOf(c, parts, made.code), ...stamp() };
    return c.json(body);
  });
  routes.post('/:id/rename', async (c) => {
    const { pin: given, name } = await readBody(c, renameRequestSchema);
    pin.check(given, callerOf(c).id);
    enrolment.rename(c.req.param('id'), name, callerOf(c).id);
    return c.json(listed(c));
  });
  routes.post('/:id/revoke', async (c) => {
    const { pin: given } = await readBody(c, revokeRequestSchema);
    const id = c.req.param('id');
    // Whoever is left without a till could not undo it.
    if (id === callerOf(c).id) throw new Refusal('own-till', 'Revoke this till from another one.');
    pin.check(given, callerOf(c).id);
    enrolment.revoke(id, callerOf(c).id);
    return c.json(listed(c));
  });
  return routes;
}

/** Answers `POST /api/audit`: the PIN is in the body, never in an address. */
export async function answerAudit(
  c: Context<Guarded>,
  { ledger, clock, audit, pin }: Parts,
): Promise<Response> {
  const { pin: given, before = null } = await readBody(c, auditRequestSchema);
  pin.check(given, callerOf(c).id);
  const lines = audit.page(before);
  const body: AuditAnswer = {
    lines,
    isLast: lines.length < AUDIT_PAGE,
    head: ledger.head(),
    serverTime: clock.now(),
  };
  return c.json(body);
}

/** The address a tablet opens: the one the manager's page itself was opened by, where no public one is known. */
function linkOf(c: Context, { settings }: Parts, code: string): string {
  const url = new URL(c.req.url);
  const origin = settings.publicUrl ?? c.req.header('origin') ?? url.origin;
  return `${origin}/#pair=${settings.realm}.${code}`;
}
