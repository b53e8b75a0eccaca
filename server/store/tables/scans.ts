import type { Generated } from 'kysely';
import type { Category, Verdict } from '../../../core/schema/index.ts';

export const scanStates = ['queued', 'running', 'done', 'failed'] as const;
export type ScanState = (typeof scanStates)[number];

/** What somebody gave to be scanned: files, pasted text, or an address to fetch. */
export const scanSources = ['files', 'code', 'url'] as const;
export type ScanSource = (typeof scanSources)[number];

/** `archive`: a ZIP still to be opened; `opened`: it was, and its entries are files of their own. */
export type ScanFileState = 'pending' | 'archive' | 'opened' | 'done';

/** What was uploaded by people, and what the analyzer says of it. Apart from what crawls found: it belongs to one user. */
export interface ScanTables {
  scans: {
    id: Generated<number>;
    /** What it is called outside: random, so that it tells nothing of other people's scans. */
    key: string;
    owner_id: number;
    source: ScanSource;
    name: string;
    url: string | null;
    state: ScanState;
    error: string | null;
    created_at: number;
    started_at: number | null;
    finished_at: number | null;
    expires_at: number;
  };
  /** Bodies, each once whoever uploaded it. */
  uploads: {
    id: Generated<number>;
    sha256: string;
    bytes: number;
    codec: string;
    data: Uint8Array;
    /** When it was last uploaded. */
    touched_at: number;
  };
  /** Analyses, each once an owner: equal uploads of two people share nothing that either could notice. */
  scan_results: {
    id: Generated<number>;
    owner_id: number;
    sha256: string;
    /** What of the name counts for the analysis: its extension. */
    name_kind: string;
    detector: string;
    verdict: Verdict;
    category: Category | null;
    integrity: number | null;
    /** What threat feeds make of it, where that is worse. */
    feed_verdict: 'suspicious' | 'malicious' | null;
    /** What feeds are asked about, as JSON: hashes and hosts. */
    named: string;
    report: Uint8Array;
    created_at: number;
  };
  scan_files: {
    id: Generated<number>;
    scan_id: number;
    /** Which file of the upload, from 0, and which entry of it when it is an archive, from 1; 0: the file itself. */
    position: number;
    entry: number;
    path: string;
    sha256: string | null;
    bytes: number | null;
    state: ScanFileState;
    upload_id: number | null;
    result_id: number | null;
  };
}
