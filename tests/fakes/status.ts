/** How a shop's computer fares on a good day, as the till would have read it. */
import type { ShopStatus } from '../../src/till/till.ts';

/** Two wallets, a few unfinished charges, webhooks that come. `now`: wall time. */
export const statusAt = (now: number): ShopStatus => ({
  since: now - 9 * 3_600_000,
  gateway: { lastAnswerAt: now - 4_000, silentInARow: 0 },
  wallets: [
    {
      wallet: 'alipay',
      pay: { count: 200, p50: 640, p95: 2_380 },
      confirm: { count: 31, p50: 7_400, p95: 21_900 },
    },
    { wallet: 'wechat', pay: { count: 118, p50: 810, p95: 3_020 }, confirm: null },
  ],
  unfinished: [
    { state: 'unresolved', count: 1, oldestAt: now - 3_500_000 },
    { state: 'sent', count: 2, oldestAt: now - 80_000 },
  ],
  webhooks: { accepted: 318, repeated: 0, badSignature: 0, malformed: 0, lastAt: now - 21_000 },
  ledger: { version: 3, epoch: '7kq4mx2b9tz5w8n3', attempts: 18_204, bytes: 14_680_064 },
  versions: { pling: '0.1.0', runtime: 'Node 24.21.0' },
  head: '7kq4mx2b9tz5w8n3:18204',
  serverTime: now,
});
