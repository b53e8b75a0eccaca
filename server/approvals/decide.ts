import type { Analysis, Behaviour, ScanReport } from '../../core/schema/index.ts';
import { union } from '../drift/behaviour.ts';
import { activeApprovals, addApproval, findScript, readVersionFacts, scriptHistory } from '../store/index.ts';
import type { Approval, ApprovalDecision, ApprovalScope, Db, Store } from '../store/index.ts';

/** What a person says along with a decision. */
export interface DecisionWords {
  decidedBy: string;
  owner?: string;
  purpose?: string;
  justification?: string;
  /** Milliseconds since 1970. */
  expiresAt?: number;
}

export interface Decision extends DecisionWords {
  /** Null: for every site. A script belongs to its site whatever is said here. */
  siteId: number | null;
  scope: ApprovalScope;
  target: string;
  decision: ApprovalDecision;
  at?: number;
}

/**
 * Records a decision. Approving a script records what it does now: gaining anything beyond that ends the approval.
 * @throws ScriptwardenError SW_STORE_NOT_FOUND for a script that is not there, SW_STORE_CONFLICT.
 */
export async function decide(db: Db, decision: Decision): Promise<Approval> {
  if (decision.scope !== 'script') return addApproval(db, decision);
  const id = Number(decision.target);
  const script = await findScript(db, Number.isSafeInteger(id) ? id : 0);
  const behaviour = decision.decision === 'approved' ? await behaviourOfScript(db, script.id) : null;
  return addApproval(db, { ...decision, siteId: script.siteId, behaviour });
}

/** What all versions of a script that pages show do together. */
async function behaviourOfScript(db: Db, scriptId: number): Promise<Behaviour> {
  const { items } = await scriptHistory(db, scriptId, { limit: 1000 });
  const shown = items.filter((version) => version.isPresent);
  const facts = await readVersionFacts(
    db,
    (shown.length > 0 ? shown : items.slice(0, 1)).map((version) => version.versionId),
  );
  return union([...facts.values()].map((version) => version.analysis?.behaviour));
}

export interface ImportedScan {
  approved: Approval[];
  /** Scripts that were not approved, and why. */
  left: { path: string; why: 'malicious' | 'no structure hash' | 'decided already' }[];
}

/**
 * Approves the code that a scan saw, by structure hash with its behaviour, so that an announced release stays quiet when a
 * crawl meets it. What is malicious is never approved so; nor is a decision in force on the same code replaced.
 */
export async function approveScan(
  store: Store,
  siteId: number | null,
  report: Pick<ScanReport, 'results'> | { results: readonly Analysis[] },
  words: DecisionWords,
): Promise<ImportedScan> {
  const imported: ImportedScan = { approved: [], left: [] };
  const scripts = report.results.flatMap(
    (result): Pick<Analysis, 'path' | 'verdict' | 'structureHash' | 'behaviour'>[] =>
      result.scripts && result.scripts.length > 0 ? result.scripts : [result],
  );
  await store.transaction(async (db) => {
    imported.approved = [];
    imported.left = [];
    const inForce = await activeApprovals(db, { siteId, scope: 'structure' });
    const decided = new Set(inForce.map((approval) => approval.target));
    for (const { path, verdict, structureHash, behaviour } of scripts) {
      if (verdict === 'malicious') imported.left.push({ path, why: 'malicious' });
      else if (structureHash === null) imported.left.push({ path, why: 'no structure hash' });
      else if (decided.has(structureHash)) imported.left.push({ path, why: 'decided already' });
      else {
        decided.add(structureHash);
        imported.approved.push(
          await addApproval(db, {
            ...words,
            siteId,
            scope: 'structure',
            target: structureHash,
            decision: 'approved',
            behaviour,
          }),
        );
      }
    }
  });
  return imported;
}
