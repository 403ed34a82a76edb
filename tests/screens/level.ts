/** How fast the till is: nothing yet, a few sales, a normal week, and one with a slow network. */
import type { LevelDay } from '../../src/contract/service-level.ts';
import { LEVEL_FEW, levelDays } from '../fakes/level-days.ts';
import { COUNTER_SCREENS, type Screen } from './fixtures.ts';

/** Where digits are pressed: no keypad lies under the sheet. */
const UNDER = COUNTER_SCREENS['09-declined'];
if (!UNDER) throw new Error('The sheet lies on the screen 09-declined');
const base: Screen = UNDER;

const WEEK = levelDays(7);
const SLOW = levelDays(7, { slow: 5, silent: 6 });

const showing = (level: readonly LevelDay[], ...press: readonly string[]): Screen => ({
  ...base,
  level,
  open: ({ sheets }) => sheets.openPage('level'),
  press: ['^1$', '^2$', '^3$', '^4$', '^Show it$', ...press],
});
const inChinese = (level: readonly LevelDay[]): Screen => ({
  ...showing(level),
  language: 'zh-Hans',
  press: ['^1$', '^2$', '^3$', '^4$', '^显示$'],
});

/** Names carry what is looked at. */
export const LEVEL_SCREENS: Readonly<Record<string, Screen>> = {
  '30-level-empty': showing([]),
  '30-level-few': showing(LEVEL_FEW),
  '30-level': showing(WEEK),
  '30-level-zh': inChinese(WEEK),
  '30-level-slow': showing(SLOW),
};
