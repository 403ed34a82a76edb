/** Names under which the tablet keeps what decides how its first screen looks: read by the page's first script, too. */

/** The shop as it was last seen. */
export const SHOP_KEY = 'pling.shop';
/** The language chosen on this tablet. */
export const LANGUAGE_KEY = 'pling.language';
/** The theme chosen on this tablet. */
export const THEME_KEY = 'pling.theme';
