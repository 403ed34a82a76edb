/** Says plainly what to do where Node 24 is missing: an optional dependency can fail silently. */
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `Pling needs Node 24 or newer and this is ${process.versions.node}.\n` +
      'npm brings it for Linux (x64, arm64) and Windows; there, run `npm ci` again.\n' +
      'Elsewhere install Node 24 from https://nodejs.org and run the same command again.',
  );
  process.exit(1);
}
