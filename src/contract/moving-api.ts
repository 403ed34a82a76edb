/** A shop that moves from one machine to another: what a manager says at the new one. */
import * as v from 'valibot';
import { pinSchema } from './manager-api.ts';

/** `POST /api/unseal`: the old one is off, this is the shop from now on. Answered as done (manager-api). */
export const unsealRequestSchema = v.object({ pin: pinSchema });
/** Opens a shop that has arrived. */
export type UnsealRequest = v.InferOutput<typeof unsealRequestSchema>;
