import type { Analysis, CanaryLeak, Cookie, Form, Frame, Headers } from '../../core/schema/index.ts';

/** What drift looks at of one body of a script. */
export interface ScriptVersionState {
  sha256: string;
  structureHash: string | null;
  shapeHash: string | null;
  /** Hash of the literals that reach dynamic code, a decoder or a URL; null when unknown: then nothing is mere data. */
  sensitiveHash: string | null;
  /** Null while it was not analysed (WebAssembly, or a crawl stored before its analysis). */
  analysis: Pick<Analysis, 'verdict' | 'category' | 'scores' | 'behaviour' | 'evidence' | 'partial'> | null;
  library: { name: string; version: string } | null;
}

/** One script of the site with the versions that its pages showed. */
export interface ScriptState {
  /** The stable identity. */
  id: string;
  /** For people: its address, or kind and page. */
  label: string;
  url: string | null;
  host: string | null;
  versions: readonly ScriptVersionState[];
  /** Keys of the pages that show it. */
  pages: readonly string[];
  /** Visitors that were served it, where several came; empty otherwise. */
  visitors: readonly string[];
}

/** A host that a page contacted, with the scripts that made it. */
export interface HostState {
  host: string;
  resourceTypes: readonly string[];
  /** Ids of the scripts that caused the contact; empty when the document itself did. */
  scripts: readonly string[];
}

/** One page as the last crawl that reached it saw it. */
export interface PageState {
  key: string;
  url: string;
  headers: Headers;
  frames: readonly Pick<Frame, 'url' | 'parentId' | 'name'>[];
  forms: readonly Form[];
  cookies: readonly Cookie[];
  hosts: readonly HostState[];
}

/** What one journey step came to in a crawl. */
export interface StepState {
  journey: string;
  index: number;
  name: string;
  reached: boolean;
}

/**
 * A site at one crawl, every page as last reached: a page that this crawl did not reach is carried over from the crawl
 * that did, so an incomplete crawl or a rotating list of products makes nothing vanish or appear.
 */
export interface SiteState {
  site: string;
  crawl: string;
  /** RFC 3339. */
  at: string;
  /** The site's own hosts. */
  ownHosts: readonly string[];
  pages: readonly PageState[];
  scripts: readonly ScriptState[];
  steps: readonly StepState[];
  leaks: readonly CanaryLeak[];
}
