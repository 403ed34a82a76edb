/** Events out of text pieces, however the network cuts them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSseParser } from '../../../src/sync/sse-parser.ts';

const STREAM = [
  ': still here\n\n',
  'event: hello\ndata: {"head":"e:4"}\n\n',
  'id: e:5\r\nevent: attempt\r\ndata: one\r\ndata:two\r\n\r\n',
  'id: e:6\revent: attempt\rdata: three\r\r',
  'retry: 10\nunknown\n\n',
  'data: last\n\n',
].join('');

const EVENTS = [
  { name: 'hello', data: '{"head":"e:4"}', id: null },
  { name: 'attempt', data: 'one\ntwo', id: 'e:5' },
  { name: 'attempt', data: 'three', id: 'e:6' },
  { name: 'message', data: 'last', id: 'e:6' },
];

describe('the SSE parser', () => {
  it('reads comments, ids, names, many data lines and every line end', () => {
    expect(makeSseParser()(STREAM)).toEqual(EVENTS);
  });

  it('reads the same wherever the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: STREAM.length }), { maxLength: 12 }), (cuts) => {
        const parse = makeSseParser();
        const places = [0, ...cuts.toSorted((a, b) => a - b), STREAM.length];
        const pieces = places.slice(1).map((end, index) => STREAM.slice(places[index], end));
        expect(pieces.flatMap(parse)).toEqual(EVENTS);
      }),
    );
  });

  it('keeps an unfinished event back', () => {
    const parse = makeSseParser();
    expect(parse('data: half\n')).toEqual([]);
    expect(parse('\n')).toEqual([{ name: 'message', data: 'half', id: null }]);
  });
});
