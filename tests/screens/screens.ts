/** All pictures, by name. */
import { COUNTER_SCREENS, type Screen } from './fixtures.ts';
import { LEVEL_SCREENS } from './level.ts';
import { PERSON_SCREENS } from './person.ts';
import { SHEET_SCREENS } from './sheets.ts';
import { TILLS_SCREENS } from './tills.ts';
import { VERDICT_SCREENS } from './verdicts.ts';

/** Every screen `npm run screens` takes. */
export const SCREENS: Readonly<Record<string, Screen>> = {
  ...COUNTER_SCREENS,
  ...VERDICT_SCREENS,
  ...SHEET_SCREENS,
  ...PERSON_SCREENS,
  ...LEVEL_SCREENS,
  ...TILLS_SCREENS,
};
