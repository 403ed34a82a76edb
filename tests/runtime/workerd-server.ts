/** Cloudflare's own runtime for the suite: what `wrangler deploy` would upload, over a folder. Argument: a file of options. */
import { readFileSync } from 'node:fs';
import { convertV4MiniflareOptions, Miniflare, type V4MiniflareOptions } from 'miniflare';

const [file = ''] = process.argv.slice(2);
const options = JSON.parse(readFileSync(file, 'utf8')) as V4MiniflareOptions;
await new Miniflare(convertV4MiniflareOptions(options)).ready;
