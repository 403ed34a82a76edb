/** The bugs that prove the judge: each breaks one promise, and each must be caught within a thousand schedules. */
import type { Mutant } from './plant.ts';

/** All of them. The name says what the bug does. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'pay is repeated after a lost answer',
    file: 'src/proxy/payer.ts',
    find: 'const answer = await client.pay(row, code, wallet);',
    replace:
      "let answer = await client.pay(row, code, wallet); if (answer === 'silent') answer = await client.pay(row, code, wallet);",
  },
  {
    name: 'silence is read as declined',
    file: 'src/proxy/gateway/news.ts',
    find: "if (answer === 'silent') return { ...NOTHING, leg: 'gateway-silent' };",
    replace:
      "if (answer === 'silent') return { ...NOTHING, event: { type: 'failed', reason: 'unknown' }, leg: 'gateway-silent' };",
  },
  {
    name: 'an unknown status is read as failed',
    file: 'src/proxy/gateway/news.ts',
    find: 'default:\n      return { event: NO_NEWS, ...answered };',
    replace: "default:\n      return { event: { type: 'failed', reason: 'unknown' }, ...answered };",
  },
  {
    name: 'an answer about another order is believed',
    file: 'src/proxy/gateway/news.ts',
    find: 'return isOurNumber && isPayment && result.reference === expected.reference;',
    replace: 'return isOurNumber || isPayment;',
  },
  {
    name: 'add is sent before it is written',
    file: 'src/proxy/ladder/runner.ts',
    find: 'const row = beginAdd(this.#deps, reference);\n    const adding = this.#guarded(reference, () => sendAdd(this.#deps, row))',
    replace:
      'const row = this.#deps.ledger.find(reference);\n    const adding = this.#guarded(reference, () => sendAdd(this.#deps, row).then(() => void beginAdd(this.#deps, reference)))',
  },
  {
    name: 'pay is sent before it is written',
    file: 'src/proxy/payer.ts',
    find: 'const row = accepted.calledAt !== null ? accepted : await this.#whenOrdered(reference);',
    replace: 'const row: AttemptRow | null = accepted;',
  },
  {
    name: 'cancel is sent before it is written',
    file: 'src/proxy/ladder/steps.ts',
    find: "return leaves ? { events: [{ type: 'cancel-left' }], facts } : null;",
    replace: 'void facts; return null;',
  },
  {
    name: 'a refund is sent before it is written',
    file: 'src/proxy/ladder/refund-steps.ts',
    find: 'return book.apply(row, { refunds });',
    replace: 'return { ...row, refunds };',
  },
  {
    name: 'the next attempt opens without a fence',
    file: 'src/proxy/ledger/open-attempt.ts',
    find: "for (const row of running) fence(book, row, 'withdrawn');",
    replace: 'void fence;',
  },
  {
    name: 'the next attempt opens while one is in doubt',
    file: 'src/core/attempt-fold.ts',
    find: 'return isFinal(state) || ledger?.overridden === true;',
    replace: "return isFinal(state) || ledger?.overridden === true || state.name === 'sent';",
  },
  {
    name: 'any sum counts as paid',
    file: 'src/core/attempt-sending.ts',
    find: "if (sameMoney(found, attempt.amount)) return moved(attempt, { name: 'paid' });",
    replace: "if (sameMoney(found, found)) return moved(attempt, { name: 'paid' });",
  },
  {
    name: 'what was sent is closed as never sent at a restart',
    file: 'src/proxy/ladder/runner.ts',
    find: 'if (isNeverCalled(row)) {\n        this.#expire(row.reference);',
    replace:
      "if (row.state.name === 'sent') {\n        ledger.change(row.reference, () => ({ events: [{ type: 'never-accepted', why: 'expired' }] }));",
  },
  {
    name: 'the ledger takes a code that is too old',
    file: 'src/proxy/ledger/accept-pay.ts',
    find: "if (book.now >= claim.sendBy) return refuse(book, row, 'code-too-old');",
    replace: '',
  },
  {
    name: 'a success after the end is shown paid',
    file: 'src/core/attempt-ending.ts',
    find: "return attempt.giveBack === 'none' ? owe(taking(attempt, event.amount)) : stay(attempt);",
    replace: "void owe; return moved(taking(attempt, event.amount), { name: 'paid' });",
  },
  {
    name: 'a success after the cancel has left is shown paid',
    file: 'src/core/attempt-ending.ts',
    find: ": moved(taking(attempt, event.amount), { name: 'cancelling', charged: true });",
    replace: ": moved(taking(attempt, event.amount), { name: 'paid' });",
  },
  {
    name: 'a cancel leaves on silence',
    file: 'src/core/ladder.ts',
    find: "if (facts.attempt.wanted === 'return' || hasFreshRefusal(facts, now)) return { do: 'cancel' };",
    replace: "void hasFreshRefusal; return { do: 'cancel' };",
  },
  {
    name: 'an accepted cancel counts as the end',
    file: 'src/proxy/ladder/answers.ts',
    find: 'return {\n    events: [],\n    facts,\n    isNews: isCancelAccepted(answer)',
    replace:
      "return {\n    events: isCancelAccepted(answer) ? [{ type: 'gateway-closed', charged: false }] : [],\n    facts,\n    isNews: isCancelAccepted(answer)",
  },
  {
    name: 'a refund is repeated under a new id',
    file: 'src/proxy/ladder/refund-steps.ts',
    find: 'refundId: refundId(reference, n), amount });',
    replace: 'refundId: refundId(reference, n + refund.tries - 1), amount });',
  },
  {
    name: 'a refund is repeated on silence',
    file: 'src/core/refund-ladder.ts',
    find: 'if (isSilent && absentAt !== null && absentAt >= sentAt + repeatMs)',
    replace: 'if (isSilent && now >= sentAt + repeatMs)',
  },
  {
    name: 'refunds are not counted against what was taken',
    file: 'src/core/refund.ts',
    find: "const gone = attempt.refunds.filter(({ state }) => state !== 'refused');",
    replace: 'const gone = attempt.refunds.slice(0, 0);',
  },
  {
    name: 'cash leaves the charge wanted',
    file: 'src/proxy/ledger/settle-sale.ts',
    find: "if (row.wanted === 'return') return row;\n  const isUncalled",
    replace: "if (row.wanted !== 'return') return row;\n  const isUncalled",
  },
  {
    name: 'nobody asks after an attempt has ended unpaid',
    file: 'src/core/ladder.ts',
    find: "? watchStep(facts, now) : { do: 'nothing' };",
    replace: "? { do: 'nothing' } : { do: 'nothing' };",
  },
  {
    name: 'what cannot be returned is on nobody’s list',
    file: 'src/proxy/ledger/book.ts',
    find: "const isUnclear = state.name === 'differs' || state.name === 'unresolved' || giveBack === 'listed';",
    replace: "const isUnclear = state.name === 'differs' && giveBack === 'none';",
  },
  {
    name: 'the webhook of a refund is read as a stray payment',
    file: 'src/proxy/routes/webhook.ts',
    find: "const bare = reference?.replace(/-r\\d{1,2}$/, '') ?? '';",
    replace: "const bare = reference ?? '';",
  },
  {
    name: 'the live feed forgets where it was',
    file: 'src/sync/transport.ts',
    find: "if (after !== null) headers['last-event-id'] = after;",
    replace: '',
  },
  {
    name: '“the ledger has never heard of it” is read as never sent',
    file: 'src/sync/sender.ts',
    find: "if (what === 'ask' && attempt && isUnsent(attempt.state)) this.#parts.unknown.add(reference);",
    replace:
      "if (what === 'ask' && attempt?.ledger) void this.#parts.takeNews({ ...attempt.ledger, version: attempt.ledger.version + 1, state: { name: 'closed', why: 'expired' } });",
  },
  {
    name: 'a sale is shown before it is durable',
    file: 'src/journal/open-sales.ts',
    find: 'await this.#journal.commit({ entries, sales: [after], onto: { saleId: id, revision }, ...rest });\n    this.#publish(before, after);',
    replace:
      'this.#publish(before, after);\n    await this.#journal.commit({ entries, sales: [after], onto: { saleId: id, revision }, ...rest });',
  },
  {
    name: 'a code that is held is sent after the cash',
    file: 'src/core/sale-fold.ts',
    find: "const next = stepByTill(attempt, { type: 'condemned' }).attempt;",
    replace: 'const next = attempt;',
  },
  {
    name: 'a code of another attempt is taken again',
    file: 'src/proxy/routes/attempts.ts',
    find: "keyedHash(parts.secret, 'payment-code', code)",
    replace: 'keyedHash(parts.secret, aboutPath(c).reference, code)',
  },
  {
    name: 'the epoch of the ledger is ignored',
    file: 'src/sync/epochs.ts',
    find: 'return this.#known === null || this.#heard === null || this.#heard === this.#known;',
    replace: 'return true;',
  },
];
