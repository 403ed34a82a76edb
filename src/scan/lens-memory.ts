/** Remembers on this tablet which lens a person chose and how far each was zoomed. */
import { jsonOrNull } from '../core/json-or-null.ts';

/** Where one small text is kept: localStorage in the app. Neither call throws. */
export interface LensKeeper {
  get(): string | null;
  set(text: string | null): void;
}

/** A lens by what the browser called it: its id, and its label for browsers whose ids do not last. */
export interface LensName {
  readonly id: string;
  /** As the browser gives it; '' where it gives none. */
  readonly label: string;
}

/** What is remembered. */
export interface LensMemory {
  /** The lens a person chose; null while none was. It stays when the lens is gone, for when it is back. */
  choice(): LensName | null;
  /** Remembers a choice. */
  keepChoice(lens: LensName): void;
  /** The zoom a person set at this lens; null while none was. */
  zoomOf(lens: LensName): number | null;
  /** Remembers a zoom. */
  keepZoom(lens: LensName, zoom: number): void;
}

interface Kept {
  readonly choice: LensName | null;
  readonly zooms: Readonly<Record<string, number>>;
}

/** Reads and writes `keeper` at every call: it is small, and another tab may have written. */
export function createLensMemory(keeper: LensKeeper): LensMemory {
  const read = (): Kept => parse(keeper.get());
  const write = (kept: Kept): void => keeper.set(JSON.stringify(kept));
  return {
    choice: () => read().choice,
    keepChoice: ({ id, label }) => write({ ...read(), choice: { id, label } }),
    zoomOf: (lens) => read().zooms[keyOf(lens)] ?? null,
    keepZoom(lens, zoom) {
      const kept = read();
      write({ ...kept, zooms: { ...kept.zooms, [keyOf(lens)]: zoom } });
    },
  };
}

/**
 * True where both names mean one lens. Ids change with every load in Samsung Internet
 * (github.com/SamsungInternet/support/issues/122) and in Safari where permission is not kept: the label decides then.
 */
export function isSameLens(one: LensName, other: LensName): boolean {
  return one.id === other.id || (one.label !== '' && one.label === other.label);
}

/** The label lasts longer than the id. */
function keyOf({ id, label }: LensName): string {
  return label === '' ? id : label;
}

/** What cannot be read is as if nothing had been kept: a person chooses again. */
function parse(text: string | null): Kept {
  const kept = recordOf(jsonOrNull(text ?? 'null'));
  const { id, label } = recordOf(kept['choice']);
  const zooms = Object.entries(recordOf(kept['zooms'])).filter(isZoom);
  return {
    choice: typeof id === 'string' && typeof label === 'string' ? { id, label } : null,
    zooms: Object.fromEntries(zooms),
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isZoom(entry: [string, unknown]): entry is [string, number] {
  return typeof entry[1] === 'number' && Number.isFinite(entry[1]);
}
