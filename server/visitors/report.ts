import type { ReportExample } from '../store/index.ts';

/** One report as a browser sent it, whatever its format, before anything is believed of it. */
export interface RawReport {
  directive: string;
  blocked: string;
  page: string;
  source: string | null;
  line: number | null;
  column: number | null;
  sample: string | null;
  disposition: 'enforce' | 'report' | null;
}

/** A report that says something: equal ones (directive, blocked and source) are counted together. */
export interface Report {
  directive: string;
  /** A host, or a CSP keyword in quotes such as `'inline'`. */
  blocked: string;
  /** Template of the address of the script that caused it, or of the page. */
  source: string;
  example: ReportExample;
}

/** Directives of Content Security Policy (Level 3 and what browsers still send), and of Integrity-Policy. */
export const directives: ReadonlySet<string> = new Set([
  'base-uri',
  'child-src',
  'connect-src',
  'default-src',
  'fenced-frame-src',
  'font-src',
  'form-action',
  'frame-ancestors',
  'frame-src',
  'img-src',
  'integrity-policy',
  'manifest-src',
  'media-src',
  'navigate-to',
  'object-src',
  'prefetch-src',
  'require-trusted-types-for',
  'script-src',
  'script-src-attr',
  'script-src-elem',
  'style-src',
  'style-src-attr',
  'style-src-elem',
  'trusted-types',
  'worker-src',
]);

/** What a browser says instead of an address when nothing was fetched. */
export const blockedKeywords: ReadonlySet<string> = new Set([
  'inline',
  'eval',
  'wasm-eval',
  'self',
  'trusted-types-policy',
  'trusted-types-sink',
]);
