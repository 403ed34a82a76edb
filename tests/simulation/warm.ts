/**
 * Code a till fetches late, loaded before any story: an import that is under way takes real time, and a story knows
 * only its own. From here on late code is there in the same turn.
 */
import { warmOffer } from '../../src/sync/epochs.ts';
import { warmSending } from '../../src/sync/late-sender.ts';
import { warmTill } from '../../src/till/late-door.ts';

await Promise.all([warmOffer(), warmSending(), warmTill()]);
