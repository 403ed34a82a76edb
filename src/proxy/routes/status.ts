/** `POST /api/status`: how things stand, for a manager. */
import type { Context } from 'hono';
import { statusRequestSchema } from '../../contract/status-api.ts';
import { callerOf, type Guarded } from '../auth/guard.ts';
import type { Parts } from '../parts.ts';
import { readBody } from '../read-body.ts';
import { makeStatus } from '../status/status.ts';

/** Answers where the PIN is right. */
export async function answerStatus(c: Context<Guarded>, parts: Parts): Promise<Response> {
  const { pin } = await readBody(c, statusRequestSchema);
  parts.pin.check(pin, callerOf(c).id);
  return c.json(makeStatus(parts));
}
