import type { Program } from 'acorn';
import { sha256 } from '../../core/encoding/sha256.ts';
import type { Behaviour, Evidence, ParseMode } from '../../core/schema/index.ts';
import type { Parsed } from '../parse/parse.ts';
import { analyseFlow, type Flow } from './flow/index.ts';
import { imitatedHostsInText } from './evidence/rules/imitated-host.ts';
import { hashTree } from './hash/index.ts';
import { resolveScopes, type Scopes } from './scope/index.ts';
import { flattenTree, type Tree } from './tree/index.ts';
import { hostsInText, vocabularyOfText, vocabularyOfTree, type Vocabulary } from './vocabulary/index.ts';

/**
 * Everything static analysis knows of one script. Plain data but for the tree; built once by `collectFacts` inside the
 * analysis Worker and read by feature groups and evidence rules, which never parse or walk again.
 */
export interface Facts {
  /** The source as analysed: decoded, not normalised. */
  readonly text: string;
  readonly mode: ParseMode;
  /** Null when no parser took the text; so are tree and scopes. */
  readonly program: Program | null;
  readonly tree: Tree | null;
  readonly scopes: Scopes | null;
  /** The names and strings of the script; from a token pass when there is no tree. */
  readonly vocabulary: Vocabulary;
  /** Null unless a strict parser took the whole text: what loose parsing skips must not hide behind an equal hash. */
  readonly structureHash: string | null;
  readonly shapeHash: string | null;
  /** Of the literals that reach dynamic code, a decoder or an address; null when not all of them can be told. */
  readonly sensitiveHash: string | null;
  readonly behaviour: Behaviour;
  readonly flows: readonly Flow[];
  readonly evidence: readonly Evidence[];
  /** Whether a budget of operations ended the search for flows early. */
  readonly partial: boolean;
}

/** All facts of one script, from its parse. Deterministic: no budget in it looks at the clock. */
export function collectFacts(text: string, { mode, program }: Pick<Parsed, 'mode' | 'program'>): Facts {
  if (!program) return factsOfTokens(text);
  const tree = flattenTree(program);
  const scopes = resolveScopes(tree);
  // Names at the top of a classic script belong to the page; modules and handlers keep theirs.
  const hashes = mode === 'loose' ? null : hashTree(tree, scopes, mode === 'script');
  const { behaviour, evidence, flows, sensitive, partial } = analyseFlow(tree, text, scopes);
  return {
    text,
    mode,
    program,
    tree,
    scopes,
    vocabulary: vocabularyOfTree(tree, scopes),
    structureHash: hashes?.structureHash ?? null,
    shapeHash: hashes?.shapeHash ?? null,
    sensitiveHash: hashes && sensitive && !partial ? sha256(JSON.stringify(sensitive)) : null,
    behaviour,
    flows,
    evidence,
    partial,
  };
}

/** What can be said of text that no parser takes, or that must not be parsed: its names, strings and hosts. */
function factsOfTokens(text: string): Facts {
  const hosts = hostsInText(text);
  return {
    text,
    mode: 'none',
    program: null,
    tree: null,
    scopes: null,
    vocabulary: vocabularyOfText(text),
    structureHash: null,
    shapeHash: null,
    sensitiveHash: null,
    behaviour: { fields: [], hosts, sinks: [], dynamicCode: [], storage: [] },
    flows: [],
    evidence: imitatedHostsInText(text, hosts),
    partial: false,
  };
}
