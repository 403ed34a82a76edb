/** The shape every language must fill: taken from English, so a missing or misspelt key stops the compiler. */
import type { en } from './en.ts';

/** All words of the screen. Texts are strings; texts with a gap are functions of what fills it. */
export type Catalogue = typeof en;
