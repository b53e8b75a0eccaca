import type { SightingKind } from '../../core/schema/index.ts';

/**
 * How a script is found again: `url` by where it is loaded from, `inline` by the document that carries it (elements,
 * `on*` attributes, `javascript:`), `dynamic` by the script that made it (eval, data and blob URLs).
 */
export type SlotClass = 'url' | 'inline' | 'dynamic';

/** One place of a crawl where a version was seen; the order of slots of one page is document order. */
export interface SeenSlot {
  sha256: string;
  kind: SightingKind;
  /** As the network loaded it; null for inline and evaluated code. */
  url: string | null;
  /** Page key, see `pageKey`. */
  page: string;
  structureHash: string | null;
  shapeHash: string | null;
  bytes: number;
  /** Version of the script that made it, when a script did. */
  initiator: string | null;
}

/** What the store knows of a script of this site. */
export interface KnownScript {
  id: number;
  /** Unique within the site; what `identityKey` of a new script returned, or was moved to. */
  key: string;
  slot: SlotClass;
  /** URL template for `url` scripts, else null. */
  template: string | null;
  /** Hashes of the versions present at the last visits, and of the latest one. */
  versions: readonly KnownVersion[];
}

export interface KnownVersion {
  sha256: string;
  structureHash: string | null;
  shapeHash: string | null;
}

/** Everything that identity is decided from. */
export interface IdentityInput {
  seen: readonly SeenSlot[];
  known: readonly KnownScript[];
  /** For each page reached now and before: its scripts at the last visit, in document order. */
  pages: ReadonlyMap<string, readonly number[]>;
  /** URL patterns learned for this site. */
  patterns: readonly string[];
}

/** A script first seen in this crawl. */
export interface NewScript {
  key: string;
  slot: SlotClass;
  template: string | null;
  /** For people: the URL template, or kind and page. */
  label: string;
}

export interface IdentityResult {
  /** For each seen slot, in order: a known script's id, or an index into `created`, negative: -1 is the first. */
  assigned: readonly number[];
  created: readonly NewScript[];
  /** Known scripts found at another URL. */
  moved: readonly { id: number; key: string; template: string }[];
  /** URL patterns to remember. */
  learned: readonly string[];
}

/** Decides which script each seen version is. Pure: the store calls it with what it knows and writes what it answers. */
export type IdentifyScripts = (input: IdentityInput) => IdentityResult;

/** The class of slot that a kind of sighting fills. */
export function slotClass(kind: SightingKind, url: string | null): SlotClass {
  if (kind === 'eval' || kind === 'data-url' || kind === 'blob-url') return 'dynamic';
  if (url !== null && /^https?:/i.test(url))
    return kind === 'inline' || kind === 'handler' ? 'inline' : 'url';
  return kind === 'injected' || kind === 'wasm' ? 'dynamic' : 'inline';
}
