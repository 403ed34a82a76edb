/** Whether a text is one statement: Durable Objects run every statement of a text and bind the values to the last. */

/** Strings, quoted names and comments: a semicolon in them ends nothing. */
const QUOTED = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\//g;
const TRIGGER = /^\s*CREATE\s+(?:TEMP\s+|TEMPORARY\s+)?TRIGGER\b/i;
/** A trigger's own statements end with semicolons, the trigger with END after the last (as sqlite3_complete reads it). */
const TRIGGER_END = /;\s*END\s*(?:;|$)/i;

/** False where anything but blanks and comments follows the first statement. */
export function isOneStatement(sql: string): boolean {
  const bare = sql.replace(QUOTED, (found) => (/^(?:--|\/\*)/.test(found) ? ' ' : 'x'));
  const rest = TRIGGER.test(bare) ? afterMatch(bare, TRIGGER_END) : afterMatch(bare, /;/);
  return rest.trim() === '';
}

function afterMatch(text: string, end: RegExp): string {
  const found = end.exec(text);
  return found === null ? '' : text.slice(found.index + found[0].length);
}
