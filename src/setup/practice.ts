/** The practice gateway as a shop sets it up beside itself. */
import { Hono } from 'hono';
import { createGatewaySim, type GatewaySim } from '../gateway-sim/app.ts';
import type { Send, SimPorts } from '../gateway-sim/ports.ts';
import type { PlainFetch } from '../proxy/gateway/plain-fetch.ts';
import { PRACTICE_ACCOUNT } from './shops.ts';
import { GATEWAY_PATH } from './paths.ts';

/** A practice gateway under its path. */
export interface PracticeGateway {
  readonly sim: GatewaySim;
  fetch(request: Request): Response | Promise<Response>;
}

/** Makes it on `ports.sql`. Throws GatewayFileRefused where that is a newer Pling's. */
export function makePracticeGateway(ports: SimPorts, shopName: string): PracticeGateway {
  const sim = createGatewaySim({ ...ports, settings: { shopName }, merchants: [PRACTICE_ACCOUNT] });
  const app = new Hono().route(GATEWAY_PATH, sim.app);
  return { sim, fetch: (request) => app.fetch(request) };
}

/** Webhooks of the practice gateway, by the given fetch. */
export function makeSend(fetch: PlainFetch): Send {
  return async (url, init) => {
    const answer = await fetch(url, { ...init, redirect: 'manual' });
    return { status: answer.status, text: await answer.text() };
  };
}
