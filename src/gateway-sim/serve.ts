/** One call from body to bytes, with the fault that lies in wait for it. */
import type { Context } from 'hono';
import type { Agenda } from './agenda.ts';
import { add } from './add.ts';
import { orderAnswer, refusal, type Answer } from './answer.ts';
import { readFields, readText } from './body.ts';
import { cancel } from './cancel.ts';
import { transact, type Sim } from './context.ts';
import { CALL_FAULTS, type Call } from './fault-kinds.ts';
import type { Fault } from './faults.ts';
import { settleList, transList } from './lists.ts';
import { misreport } from './misreport.ts';
import { orderOf } from './orders.ts';
import { pay } from './pay.ts';
import { createQr } from './qr.ts';
import { query } from './query.ts';
import { refund } from './refund.ts';
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
  const text = await readText(context.req.raw);
  if (text === null) return new Response('Payload Too Large', { status: 413 });
  const fields = readFields(context.req.header('content-type') ?? '', text);
  if (fields === null) return respond(sim, refusal('000023', 'format : body'));
  agenda.wake(); // an order past its time-out is closed before anybody asks for it
  const reference = sim.faults.isQuiet ? null : referenceOf(sim, fields);
  const fault = sim.faults.take(CALL_FAULTS, call, reference);
  const early = fault === null ? null : await strikeBefore(sim, fault, context.req.raw.signal);
  if (early !== null) return early;
  const answer = misreport(sim, call, await work(sim, agenda, call, fields, baseOf(context)), reference);
  if (fault?.kind === 'error-after') return new Response('Internal Server Error', { status: 500 });
  if (fault?.kind === 'lost') return hang(sim, context.req.raw.signal);
  return respond(sim, answer);
}

/** Does the call in one transaction, then whatever must happen before its answer leaves. */
async function work(sim: Sim, agenda: Agenda, call: Call, fields: Fields, base: string): Promise<Answer> {
  const signed = checkCall(sim, fields);
  if (!signed.ok) return signed.answer;
  const done = READS.includes(call)
    ? handle(sim, call, signed.value, base)
    : transact(sim, () => handle(sim, call, signed.value, base));
  const number = done.answer.result?.['transactionNo'];
  if (typeof number !== 'string') return done.answer;
  if (sim.alarm.early.size > 0) await agenda.deliverEarly(number);
  agenda.wake();
  if (done.heldMs === 0) return done.answer;
  await unlessGone(sim.timers, done.heldMs);
  agenda.wake();
  return orderAnswer(sim, orderOf(sim.sql, number));
}

/** Calls that change no order: they need no transaction. */
const READS: readonly Call[] = ['tran-query', 'trans-list', 'settle-list'];

function handle(sim: Sim, call: Call, signed: SignedCall, base: string): { answer: Answer; heldMs: number } {
  const now = (answer: Answer): { answer: Answer; heldMs: number } => ({ answer, heldMs: 0 });
  switch (call) {
    case 'add':
      return now(add(sim, signed));
    case 'pay':
      return pay(sim, signed);
    case 'tran-query':
      return now(query(sim, signed));
    case 'cancel':
      return now(cancel(sim, signed));
    case 'refund':
      return now(refund(sim, signed));
    case 'create-trans-qrcode':
      return now(createQr(sim, signed, base));
    case 'trans-list':
      return now(transList(sim, signed));
    case 'settle-list':
      return now(settleList(sim, signed));
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

/** Where this gateway is mounted, as its caller knows it. */
function baseOf(context: Context): string {
  const { url } = context.req;
  return url.slice(0, Math.max(url.lastIndexOf('/app-'), 0));
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
