/** The Worker: which object a request is for, or which file. Everything else is in the objects. */
import { pairingHash } from '../proxy/auth/pairing.ts';
import { createFront, type ShopDoor } from '../proxy/front.ts';
import { answerError } from '../proxy/problem-response.ts';
import { noSuchFile, plainAnswer } from '../setup/app-files.ts';
import { chooseShop, isDeedPath, refuseDeed, whichShop } from '../setup/control-deeds.ts';
import { isMovePath } from '../setup/moving-deeds.ts';
import { isGatewayPath, isProxyPath } from '../setup/paths.ts';
import { answerDoor, isPlayPath } from '../setup/practice-door.ts';
import { StartProblem } from '../setup/start-problem.ts';
import { CODE_DIRECTORY } from './code-directory.ts';
import { judgeWord } from './console.ts';
import { addressOf } from './address-of.ts';
import { deploymentOf, type Deployment, type Env } from './deployment.ts';
import { answerFile } from './files.ts';
import { practiceKeyAt } from './practice-key.ts';
import { PRACTICE_GATEWAY } from './practice-gateway-object.ts';
import { realClock, realLog } from './real-ports.ts';

export { CodeDirectoryObject } from './code-directory.ts';
export { PracticeGatewayObject } from './practice-gateway-object.ts';
export { ShopObject } from './shop-object.ts';

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    try {
      return await route(request, env, deploymentOf(env));
    } catch (error) {
      return refuse(request, error);
    }
  },
};

function route(request: Request, env: Env, deployment: Deployment): Response | Promise<Response> {
  const { pathname } = new URL(request.url);
  const { isPractice } = deployment;
  if (isProxyPath(pathname)) return toShop(request, env, deployment);
  if (isDeedPath(pathname) || isMovePath(pathname)) return toConsole(request, env, deployment);
  const key = practiceKeyAt(request, deployment);
  const closed = key !== null && isPlayPath(pathname) ? answerDoor(request, key) : null;
  if (closed !== null) return closed;
  if (!isGatewayPath(pathname)) return answerFile(request, env.ASSETS, isPractice);
  return isPractice ? env.GATEWAY.getByName(PRACTICE_GATEWAY).fetch(request) : noSuchFile(request);
}

function toShop(request: Request, env: Env, { shops, secret }: Deployment): Response | Promise<Response> {
  const doorOf = ({ realm }: { readonly realm: string }): ShopDoor => ({
    realm,
    fetch: (asked) => env.SHOP.getByName(realm).fetch(asked),
  });
  const [first, ...others] = shops;
  const front = createFront({
    shops: [doorOf(first), ...others.map(doorOf)],
    clock: realClock,
    shopsOfCode: (code, asked) =>
      env.CODES.getByName(CODE_DIRECTORY).shopsOf(pairingHash(secret, code), addressOf(asked)),
  });
  return front(request);
}

/** Which shops there are is for the holder of the secret alone; the shop's own object judges the word once more. */
function toConsole(request: Request, env: Env, { shops, secret }: Deployment): Response | Promise<Response> {
  const judged = judgeWord(request, { clock: realClock, secret });
  if (judged instanceof Response) return judged;
  const realm = chooseShop(shops, request.url);
  return realm === null ? refuseDeed(400, whichShop(shops)) : env.SHOP.getByName(realm).fetch(request);
}

/** What is set up wrongly is named in the log alone; an object that ended in the middle of a request may have done it. */
function refuse(request: Request, error: unknown): Response {
  if (!(error instanceof StartProblem)) return answerError(error, realClock, realLog);
  realLog.error('not-set-up', { problem: error.message });
  return plainAnswer(request, 503, 'This Pling is not set up yet: its log says what is missing.');
}
