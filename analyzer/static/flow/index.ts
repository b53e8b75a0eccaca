import type { Behaviour, Evidence } from '../../../core/schema/index.ts';
import {
  behaviourSet,
  findDynamicCode,
  findFields,
  findHosts,
  findStorage,
  type DynamicCode,
} from '../behaviour/index.ts';
import { findEvidence } from '../evidence/index.ts';
import type { Scopes } from '../scope/index.ts';
import type { Tree } from '../tree/index.ts';
import { collectAtoms, Hint, type Atoms } from './atoms.ts';
import { Code } from './code.ts';
import { candidates, findSinks, findSources, type Ends } from './find.ts';
import { flowsOf } from './flows.ts';
import { hookSources } from './hooks.ts';
import { Origins } from './origin.ts';
import { sensitiveTexts } from './sensitive.ts';
import type { Flow, FlowResult, Sink, Source } from './types.ts';

export { sinkNames, type Flow, type FlowResult, type Sink, type Source } from './types.ts';

/** What flow analysis found, with the tools to look closer; evidence rules read it. */
export interface FlowFacts {
  readonly code: Code;
  readonly origins: Origins;
  readonly atoms: Atoms;
  readonly ends: Ends;
  readonly sources: readonly Source[];
  readonly sinks: readonly Sink[];
  readonly flows: readonly Flow[];
  /** Data that is put into web storage or cookies; described like flows, with sink `storage`. */
  readonly stashes: readonly Flow[];
  readonly dynamicCode: readonly DynamicCode[];
  readonly behaviour: Behaviour;
}

/**
 * What a script reads, where it sends it and what speaks against it.
 *
 * One loop collects the names worth a look; data is followed only when the script names both something to read and a
 * way out. All budgets count operations, so the same text always gets the same answer.
 *
 * @param text the source that `tree` was parsed from: offsets of the nodes index it.
 */
export function analyseFlow(tree: Tree, text: string, scopes: Scopes): FlowResult {
  const code = new Code(tree, text, scopes);
  const atoms = collectAtoms(tree);
  const origins = new Origins(code);
  const ends = candidates(code, atoms);
  const readsPage = (atoms.hints & Hint.source) !== 0 && (atoms.hints & (Hint.lookup | Hint.storage)) !== 0;
  const sources = [
    ...(readsPage ? findSources(code, origins, atoms, ends) : []),
    ...((atoms.hints & Hint.sink) !== 0 ? hookSources(code) : []),
  ];
  const sinks = (atoms.hints & Hint.sink) !== 0 ? findSinks(code, origins, ends) : [];
  const { flows, stashes, partial } =
    sources.length > 0 && (atoms.hints & (Hint.sink | Hint.storage)) !== 0
      ? flowsOf(code, origins, sources)
      : { flows: [], stashes: [], partial: false };
  const dynamicCode = findDynamicCode(code, origins, atoms, ends);
  const behaviour: Behaviour = {
    fields: behaviourSet(findFields(code, origins, atoms, ends, sources)),
    hosts: behaviourSet([...findHosts(code, atoms), ...flows.flatMap((flow) => flow.hosts)]),
    sinks: behaviourSet([...sinks.map((sink) => sink.name), ...flows.map((flow) => flow.sink.name)]),
    dynamicCode: behaviourSet(dynamicCode.map((one) => one.name)),
    storage: behaviourSet(findStorage(code, ends)),
  };
  const facts: FlowFacts = {
    code,
    origins,
    atoms,
    ends,
    sources,
    sinks,
    flows,
    stashes,
    dynamicCode,
    behaviour,
  };
  const evidence: Evidence[] = findEvidence(facts);
  const sensitive = sensitiveTexts(code, atoms, { ends, sinks, dynamicCode });
  return { behaviour, flows, evidence, sensitive, partial };
}
