import { sha256 } from '../../core/encoding/index.ts';
import type { Initiator, Sighting } from '../../core/schema/index.ts';
import type { ParsedScript, RequestRecord, StackFrame } from '../collectors/raw.ts';
import type { VisitDocuments } from '../collectors/documents.ts';
import type { BodyStore } from './body-store.ts';
import { requestInitiator, scriptInitiator, type FindScript, type FindScriptAt } from './causes.ts';
import { scriptKind } from './kind.ts';
import { wireHash } from './wire.ts';

export interface SightingInput {
  scripts: readonly ParsedScript[];
  requests: readonly RequestRecord[];
  documents: ReadonlyMap<string, VisitDocuments>;
  store: BodyStore;
  find: FindScript;
  findAt: FindScriptAt;
  /** Text of a version from the given place on, a few characters; empty when unknown. */
  textAt: (script: ParsedScript, frame: StackFrame) => string;
  /** Whether a body of ours could be kept; writes it. */
  keep: (source: string) => string | null;
}

/** Joins what the engine compiled with what the network loaded and the documents hold. Equal sightings are one. */
export function buildSightings(input: SightingInput): Sighting[] {
  const { scripts, requests } = input;
  const requestsByUrl = new Map<string, RequestRecord[]>();
  for (const request of requests) {
    const key = `${request.visitId} ${request.urls[0]!}`;
    requestsByUrl.set(key, [...(requestsByUrl.get(key) ?? []), request]);
  }
  const seen = new Map<string, Sighting>();
  const add = (sighting: Sighting) => {
    const key = JSON.stringify(sighting);
    if (!seen.has(key)) seen.set(key, sighting);
  };
  const executed = new Set<string>();
  const held = heldInDocuments(input.documents);
  for (const script of scripts) {
    if (script.sha256 === null) continue;
    executed.add(`${script.visitId} ${script.frameId ?? ''} ${script.sha256}`);
    executed.add(`${script.visitId} ${script.sha256}`);
    const candidates = requestsByUrl.get(`${script.visitId} ${withoutFragment(script.embedderName)}`) ?? [];
    const isDocument = script.embedderName === script.pageUrl && script.target.type !== 'worker';
    const request =
      candidates.findLast(
        ({ type, frameId }) =>
          type !== 'Document' && (frameId === null || script.frameId === null || frameId === script.frameId),
      ) ?? candidates.findLast(({ type }) => type !== 'Document');
    add(sightingOf(script, isDocument && request?.type !== 'Script' ? undefined : request, input, held));
  }
  for (const latent of latentSightings(input, executed)) add(latent);
  return [...seen.values()];
}

function sightingOf(
  script: ParsedScript,
  request: RequestRecord | undefined,
  input: SightingInput,
  held: ReturnType<typeof heldInDocuments>,
): Sighting {
  const hash = script.sha256!;
  const cause = initiatorOf(script, request, input);
  const site = callSite(script, request, input);
  const inDocument =
    held.get(`${script.visitId} ${script.frameId ?? ''} ${hash}`) ??
    held.get(`${script.visitId} ${hash}`) ??
    null;
  const kind = scriptKind(script, { wasRequested: request !== undefined, inDocument, callSite: site });
  const isOwnText = request !== undefined && script.embedderName !== '';
  const url = isOwnText ? request.urls.at(-1)! : networkUrl(script, kind);
  const integrity = input.documents.get(script.visitId)?.integrity.get(request?.urls[0] ?? '');
  const wire = isOwnText ? wireHash(input.store, hash, request) : null;
  return {
    sha256: hash,
    visitId: script.visitId,
    kind,
    frameId: script.frameId,
    url,
    redirects: isOwnText ? request.urls.slice(0, -1) : [],
    pageUrl: script.pageUrl,
    ...(script.hasSourceUrl && script.url ? { declaredUrl: script.url } : {}),
    ...(kind === 'inline' || kind === 'handler'
      ? { line: script.startLine + 1, column: script.startColumn + 1 }
      : {}),
    executed: !script.parseFailed,
    ...(script.parseFailed ? { parseFailed: true } : {}),
    ...(wire && wire !== hash ? { wireSha256: wire } : {}),
    ...(integrity && isOwnText ? { integrity } : {}),
    initiator: cause,
  };
}

/** Cached and worker-fetched scripts may come without a request of their own; their name is then the URL asked for. */
function networkUrl({ embedderName, pageUrl }: ParsedScript, kind: Sighting['kind']): string | null {
  if (kind === 'inline' || kind === 'handler' || kind === 'javascript-url' || kind === 'wasm') return null;
  const isWorkerMain = kind === 'worker' || kind === 'shared-worker' || kind === 'service-worker';
  return embedderName === '' || (embedderName === pageUrl && !isWorkerMain) ? null : embedderName;
}

function initiatorOf(
  script: ParsedScript,
  request: RequestRecord | undefined,
  input: SightingInput,
): Initiator {
  // What the network says of a loaded script; what the engine says of one made from text.
  const byNetwork = request && requestInitiator(request.initiator, request.target, input.find, input.findAt);
  if (byNetwork && byNetwork.kind !== 'other') return byNetwork;
  const best = scriptInitiator(script.stack, script.target, input.find) ?? byNetwork;
  if (best) return best;
  if (script.embedderName === script.pageUrl && !request) return { kind: 'parser', url: script.pageUrl };
  return { kind: 'other' };
}

function callSite(script: ParsedScript, request: RequestRecord | undefined, input: SightingInput): string {
  const frames = request?.initiator?.stack?.callFrames[0];
  const top = frames
    ? { scriptId: frames.scriptId, line: frames.lineNumber, column: frames.columnNumber, url: frames.url }
    : script.stack[0];
  const cause = top && input.find(request?.target ?? script.target, top.scriptId);
  return top && cause ? input.textAt(cause, top) : '';
}

/** How documents hold a text, by `visit frame sha256`. */
function heldInDocuments(
  documents: SightingInput['documents'],
): Map<string, 'handler' | 'javascript-url' | 'element'> {
  const held = new Map<string, 'handler' | 'javascript-url' | 'element'>();
  for (const [visitId, { code }] of documents) {
    for (const { frameId, kind, source } of code) {
      held.set(`${visitId} ${frameId} ${sha256(source)}`, kind);
      if (kind === 'javascript-url') held.set(`${visitId} ${sha256(source)}`, kind);
    }
  }
  return held;
}

/** Code that lies in a document or came over the network without having been compiled. */
function* latentSightings(input: SightingInput, executed: ReadonlySet<string>): Generator<Sighting> {
  for (const [visitId, { code }] of input.documents) {
    for (const { frameId, pageUrl, kind, source } of code) {
      const hash = sha256(source);
      // A frame's javascript: URL lies in its parent and runs in the frame.
      const ran = kind === 'javascript-url' ? `${visitId} ${hash}` : `${visitId} ${frameId} ${hash}`;
      if (executed.has(ran) || input.keep(source) === null) continue;
      yield {
        sha256: hash,
        visitId,
        kind: kind === 'element' ? 'unexecuted' : kind,
        frameId,
        url: null,
        redirects: [],
        pageUrl,
        executed: false,
        initiator: { kind: 'parser', url: pageUrl },
      };
    }
  }
  for (const request of input.requests) {
    const hash = request.unexecutedSha256;
    if (!hash || executed.has(`${request.visitId} ${hash}`)) continue;
    yield {
      sha256: hash,
      visitId: request.visitId,
      kind: 'unexecuted',
      frameId: request.frameId,
      url: request.urls.at(-1)!,
      redirects: request.urls.slice(0, -1),
      pageUrl: request.documentUrl,
      executed: false,
      initiator: requestInitiator(request.initiator, request.target, input.find, input.findAt),
    };
  }
}

function withoutFragment(url: string): string {
  const hash = url.indexOf('#');
  return hash === -1 || url.startsWith('data:') ? url : url.slice(0, hash);
}
