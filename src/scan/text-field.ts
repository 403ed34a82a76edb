/** Takes back what a scanner typed into a text field before its rhythm gave it away. */

/** A field that takes text. */
export type TextField = HTMLInputElement | HTMLTextAreaElement;

const TEXT_TYPES = new Set(['text', 'search', 'tel', 'url', 'email', 'password', 'number', '']);

/** The text field a key would land in, or null. */
export function textFieldOf(target: EventTarget | null): TextField | null {
  if (target instanceof HTMLTextAreaElement) return target;
  if (target instanceof HTMLInputElement && TEXT_TYPES.has(target.type)) return target;
  return null;
}

/** Remembers a field as it is; the returned function puts it back and tells the page by an `input` event. */
export function rememberField(field: TextField): () => void {
  const { value, selectionStart, selectionEnd } = field;
  return () => {
    // What is no number leaves a number field's value empty, and stands in it all the same.
    if (field.value === value && !field.validity.badInput) return;
    field.value = value;
    // number and email fields have no selection: they throw when one is set.
    if (selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
}

/** The fields that keys of one burst may have landed in. */
export interface FieldMemory {
  /** Begins anew. */
  forget(): void;
  /** Remembers a field as it is, unless this burst has met it before. */
  meet(field: TextField): void;
  /** Puts all of them back. */
  restore(): void;
}

/** Makes a memory of fields: the focus may move into one, or on to the next, in the middle of a burst. */
export function createFieldMemory(): FieldMemory {
  const undos = new Map<TextField, () => void>();
  return {
    forget: () => undos.clear(),
    meet: (field) => void (undos.has(field) || undos.set(field, rememberField(field))),
    restore: () => undos.forEach((undo) => undo()),
  };
}
