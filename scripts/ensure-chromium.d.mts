/** Types of ensure-chromium.mjs. */
export function ensureChromium(): void;
