/** The key to a practice deployment's wallet: on the internet it is not everybody's. */
import { isLoopback } from '../setup/env.ts';
import { practiceKey } from '../setup/practice-door.ts';
import type { Deployment } from './deployment.ts';

/** The key that is asked for at the request's address; null: none, live or on a developer's own machine. */
export function practiceKeyAt(
  request: Request,
  { isPractice, secret }: Pick<Deployment, 'isPractice' | 'secret'>,
): string | null {
  if (!isPractice || isLoopback(new URL(request.url).hostname)) return null;
  return practiceKey(secret);
}
