import { open } from 'node:fs/promises';

/** Kinds of file that Scriptwarden writes by name; each takes the place of an earlier one of its kind only. */
export type Written = 'report' | 'page' | 'sarif' | 'site-report' | 'site-page' | 'evaluation' | 'capture';

interface Kind {
  /** As an error names it. */
  readonly name: string;
  /** How every file of the kind begins, whatever program laid it out anew. */
  readonly begins: RegExp;
}

/** A page of ours: its own policy, then the mark in its header. */
const page = (mark: string): RegExp =>
  new RegExp(
    String.raw`^<!doctype html>[\s\S]{0,400}default-src &#39;none&#39;; style-src &#39;sha256-[\s\S]*<span class="brand">Scriptwarden</span> ${mark}`,
  );

export const kinds: Record<Written, Kind> = {
  report: {
    name: 'JSON report',
    begins: /^\{\s*"schemaVersion":\s*\d+,\s*"complete":\s*(?:true|false),\s*"results":\s*\[/,
  },
  page: { name: 'HTML report', begins: page('script report') },
  sarif: {
    name: 'SARIF report',
    begins:
      /^\{\s*"\$schema":\s*"[^"]*",\s*"version":\s*"2\.1\.0",\s*"runs":\s*\[\s*\{\s*"tool":\s*\{\s*"driver":\s*\{\s*"name":\s*"Scriptwarden"/,
  },
  'site-report': {
    name: 'JSON report of a site',
    begins: /^\{\s*"schemaVersion":\s*\d+,\s*"site":\s*\{\s*"id":\s*"[^"]*",\s*"name":/,
  },
  'site-page': { name: 'HTML report of a site', begins: page('site report') },
  evaluation: {
    name: 'evaluation',
    begins: /^\{\s*"schemaVersion":\s*\d+,\s*"at":\s*"[^"]*",\s*"tool":\s*"[^"]*",\s*"model":/,
  },
  capture: {
    name: 'capture',
    begins: /^\{\s*"schemaVersion":\s*\d+,\s*"tool":\s*\{/,
  },
};

/** The mark of a page stands behind its style sheet. */
const headBytes = 64 * 1024;

/** Whether a file is what we wrote there before; an empty one holds nothing that could be lost. */
export async function isWritten(file: string, kind: Written): Promise<boolean> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  return bytesRead === 0 || kinds[kind].begins.test(buffer.toString('utf8', 0, bytesRead));
}
