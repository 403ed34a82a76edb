/** One call from body to bytes, with the fault that lies in wait for it. */
import type { Context } from 'hono';
import type { Agenda } from './agenda.ts';
import { add } from './add.ts';
import { orderAnswer, refusal, type Answer } from './answer.ts';
import { readFields } from './body.ts';
import { cancel } from './cancel.ts';
import type { Sim } from './context.ts';
import { takeCallFault, type Call, type Fault } from './faults.ts';
import { orderOf } from './orders.ts';
import { pay } from './pay.ts';
import { query } from './query.ts';
import { checkCall, type SignedCall } from './request.ts';
import type { Fields } from './signature.ts';
import { unlessGone } from './wait.ts';
import { assertUnreachable } from './unreachable.ts';

/** What a portal in between answers instead of the gateway. */
const GARBAGE = '<!doctype html><title>Welcome</title><h1>Please sign in to the network</h1>';
/** How slow `slow` is where the fault names no time, ms. */
const SLOW_MS = 3_000;

/** Answers one call. Rejects only where the database does. */
export async function serve(sim: Sim, agenda: Agenda, call: Call, context: Context): Promise<Response> {
  const fields = readFields(context.req.header('content-type') ?? '', await context.req.text());
  if (fields === null) return respond(sim, refusal('000023', 'format : body'));
  agenda.wake(); // an order past its time-out is closed before anybody asks for it
  const fault = takeCallFault(sim, call, referenceOf(sim, fields));
  const early = fault === null ? null : await strikeBefore(sim, fault, context.req.raw.signal);
  if (early !== null) return early;
  const answer = await work(sim, agenda, call, fields);
  if (fault?.kind === 'error-after') return new Response('Internal Server Error', { status: 500 });
  if (fault?.kind === 'lost') return hang(sim, context.req.raw.signal);
  return respond(sim, answer);
}

/** Does the call in one transaction, then whatever must happen before its answer leaves. */
async function work(sim: Sim, agenda: Agenda, call: Call, fields: Fields): Promise<Answer> {
  const signed = checkCall(sim, fields);
  if (!signed.ok) return signed.answer;
  const { answer, heldMs } = sim.sql.transaction(() => handle(sim, call, signed.value));
  const number = answer.result?.['transactionNo'];
  if (typeof number !== 'string') return answer;
  await agenda.deliverEarly(number);
  agenda.wake();
  if (heldMs === 0) return answer;
  await unlessGone(sim.timers, heldMs);
  agenda.wake();
  return orderAnswer(sim, orderOf(sim.sql, number));
}

function handle(sim: Sim, call: Call, signed: SignedCall): { answer: Answer; heldMs: number } {
  switch (call) {
    case 'add':
      return { answer: add(sim, signed), heldMs: 0 };
    case 'pay':
      return pay(sim, signed);
    case 'tran-query':
      return { answer: query(sim, signed), heldMs: 0 };
    case 'cancel':
      return { answer: cancel(sim, signed), heldMs: 0 };
    default:
      return assertUnreachable(call);
  }
}

/** Faults that strike before anything is done. Null: go on. */
async function strikeBefore(sim: Sim, fault: Fault, signal: AbortSignal): Promise<Response | null> {
  switch (fault.kind) {
    case 'refuse': // a refused connection cannot be played from inside a server; 503 is as near as it gets
      return new Response(null, { status: 503 });
    case 'hang':
      return hang(sim, signal);
    case 'garbage':
      return new Response(GARBAGE, { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    case 'ret-code':
      return respond(sim, { ret_code: fault.retCode ?? '000000', ret_msg: 'system error' });
    case 'slow':
      await unlessGone(sim.timers, fault.ms ?? SLOW_MS, signal);
      return null;
    default:
      return null;
  }
}

async function hang(sim: Sim, signal: AbortSignal): Promise<Response> {
  await unlessGone(sim.timers, sim.settings.hangMs, signal);
  return new Response(null, { status: 504 });
}

function referenceOf(sim: Sim, fields: Fields): string | null {
  const number = fields.get('transactionNo') ?? '';
  const [row] = sim.sql.all('SELECT reference FROM orders WHERE transaction_no = ?', [number]);
  const reference = row?.['reference'] ?? fields.get('reference');
  return typeof reference === 'string' ? reference : null;
}

function respond(sim: Sim, answer: Answer): Response {
  const status = answer.ret_code === '000100' ? 200 : sim.settings.refusalHttpStatus;
  return Response.json(answer, { status });
}
