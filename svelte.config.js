/** Svelte: runes everywhere, so legacy syntax stops the build. */
export default {
  compilerOptions: { runes: true },
};
