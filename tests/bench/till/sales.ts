/** Whole sales before the camera, each measured from the first moment the code could be seen. */
import type { Gateway } from '../../e2e/gateway.ts';
import type { BenchCamera } from './camera.ts';
import type { Link } from './link.ts';
import type { Tablet } from './tablet.ts';
import { pause, wallNow } from './wall.ts';

/** The parts of a sale's drive. */
export interface Shop {
  readonly tablet: Tablet;
  readonly link: Link;
  readonly camera: BenchCamera;
  readonly gateway: Gateway;
}

/** One sale, ms. `null`: it did not happen, or was not seen. */
export interface SaleTimes {
  readonly scanToRead: number | null;
  readonly readToWire: number | null;
  readonly scanToWire: number;
  readonly scanToPaid: number;
  readonly answerToPaid: number;
  /** from the customer's thumb; null where the wallet pays at once */
  readonly confirmToPaid: number | null;
  /** the longest task from Charge to the painted result; 0: none of 50 ms */
  readonly longestTask: number;
}

/** From the picture's beginning until the customer holds the phone out, ms: he takes it out of a pocket. */
const PHONE_OUT_MS = 1_500;
/** What is on the screen a moment later belongs to the sale, ms. */
const AFTER_MS = 300;

/**
 * `phase`, 0 to 1, shifts the moment the code appears against a decoder that looks twice a second; `confirmAfterMs`: the
 * wallet asks, and the customer confirms so long after the `pay` was sent.
 */
export async function sell(
  { tablet, link, camera, gateway }: Shop,
  { phase, confirmAfterMs }: { readonly phase: number; readonly confirmAfterMs: number | null },
): Promise<SaleTimes> {
  const wallet = await gateway.code({ behaviour: confirmAfterMs === null ? 'pay' : 'confirm' });
  const picture = camera.draw(wallet.code);
  const begunAt = wallNow();
  const before = (await tablet.watched()).paid.length;
  await tablet.charge('725');
  await tablet.seesPicture();
  await pause(PHONE_OUT_MS + phase * 500);
  const shownAt = camera.show(picture);
  const confirmedAt =
    confirmAfterMs === null ? null : await confirm(gateway, link, wallet.id, shownAt, confirmAfterMs);
  await tablet.isPaid(before);
  await pause(AFTER_MS);
  camera.clear();
  const times = await timesOf({ tablet, link }, { begunAt, shownAt, confirmedAt });
  await tablet.key(tablet.subject.next).tap();
  await tablet.key(/^1$/).waitFor();
  return times;
}

async function confirm(
  gateway: Gateway,
  link: Link,
  id: string,
  shownAt: number,
  afterMs: number,
): Promise<number> {
  while (link.firstOf('pay', shownAt) === null) await pause(10);
  await pause(afterMs);
  const at = wallNow();
  await gateway.confirm(id);
  return at;
}

interface Moments {
  readonly begunAt: number;
  readonly shownAt: number;
  readonly confirmedAt: number | null;
}

async function timesOf(
  { tablet, link }: Pick<Shop, 'tablet' | 'link'>,
  { begunAt, shownAt, confirmedAt }: Moments,
): Promise<SaleTimes> {
  const { paid, reads, longTasks } = await tablet.watched();
  const paidAt = paid.find((at) => at > shownAt);
  const sentAt = link.firstOf('pay', shownAt);
  const answeredAt = link.firstOf('paid', confirmedAt ?? shownAt);
  if (paidAt === undefined || sentAt === null || answeredAt === null)
    throw new Error(
      `A sale of ${tablet.subject.name} went by unseen: ${JSON.stringify({ paidAt, sentAt, answeredAt })}`,
    );
  const readAt = reads.find((at) => at > shownAt) ?? null;
  const during = longTasks.filter(({ at }) => at > begunAt && at < paidAt + AFTER_MS);
  return {
    scanToRead: readAt === null ? null : readAt - shownAt,
    readToWire: readAt === null ? null : sentAt - readAt,
    scanToWire: sentAt - shownAt,
    scanToPaid: paidAt - shownAt,
    answerToPaid: paidAt - answeredAt,
    confirmToPaid: confirmedAt === null ? null : paidAt - confirmedAt,
    longestTask: Math.max(0, ...during.map(({ ms }) => ms)),
  };
}
