/** All pictures, by name. */
import { COUNTER_SCREENS, type Screen } from './fixtures.ts';
import { SHEET_SCREENS } from './sheets.ts';

/** Every screen `npm run screens` takes. */
export const SCREENS: Readonly<Record<string, Screen>> = { ...COUNTER_SCREENS, ...SHEET_SCREENS };
