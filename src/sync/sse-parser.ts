/** Server-sent events out of text pieces (WHATWG HTML §9.2.6), as small as the live feed needs. */

/** One event. `id` is the last one named, as the standard keeps it over events. */
export interface SseEvent {
  readonly name: string;
  readonly data: string;
  readonly id: string | null;
}

/** Makes a parser: give it text as it comes, it returns the events that became whole. Lines may be cut anywhere. */
export function makeSseParser(): (text: string) => SseEvent[] {
  let rest = '';
  let name = '';
  let data: string[] = [];
  let id: string | null = null;
  const takeLine = (line: string): SseEvent | null => {
    if (line === '') {
      const event = data.length === 0 ? null : { name: name || 'message', data: data.join('\n'), id };
      name = '';
      data = [];
      return event;
    }
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === 'event') name = value;
    if (field === 'data') data.push(value);
    if (field === 'id' && !value.includes('\0')) id = value;
    return null;
  };
  return (text) => {
    // A lone CR at the end may be half of a CRLF: it waits for the next piece.
    const [whole, left] = cutLines(rest + text);
    rest = left;
    return whole.map(takeLine).filter((event) => event !== null);
  };
}

function cutLines(text: string): [string[], string] {
  const lines: string[] = [];
  let start = 0;
  for (const { 0: end, index } of text.matchAll(/\r\n|\n|\r(?!$)/g)) {
    lines.push(text.slice(start, index));
    start = index + end.length;
  }
  return [lines, text.slice(start)];
}
