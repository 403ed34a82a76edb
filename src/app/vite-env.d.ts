/** Names that the build puts in (vite.config.ts, `define`). */

/** Pling's version, from package.json. */
declare const __PLING_VERSION__: string;
