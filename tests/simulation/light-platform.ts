/**
 * The platform under a story. Node's own fetch objects, streams and abort signals cost more than all the code that is
 * played; what the house uses of them is small, and the real ones serve every other suite.
 */
import { LightAbortController } from './light-abort.ts';
import { LightHeaders, LightResponse } from './light-http.ts';
import { LightStream } from './light-stream.ts';

Object.assign(globalThis, {
  Headers: LightHeaders,
  Response: LightResponse,
  ReadableStream: LightStream,
  AbortController: LightAbortController,
  // The till's end of a line carries text already (light-http.ts).
  TextDecoderStream: class {},
});
