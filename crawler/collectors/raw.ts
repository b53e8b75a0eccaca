import type { Protocol } from 'devtools-protocol';
import type { Target } from '../targets/index.ts';

/** One place on a script's stack, 0-based as the protocol counts. */
export interface StackFrame {
  scriptId: string;
  line: number;
  column: number;
  url: string;
}

/** A script as the debugger reported it, with the hash of its source once read. */
export interface ParsedScript {
  visitId: string;
  target: Target;
  scriptId: string;
  /** Null until read, and for ever when it could not be read. */
  sha256: string | null;
  isWasm: boolean;
  isModule: boolean;
  parseFailed: boolean;
  /** As V8 names it: a sourceURL comment wins. Chosen by the attacker. */
  url: string;
  hasSourceUrl: boolean;
  /** As the embedder names it: the URL asked for, the document for inline code, empty for evaluated code. */
  embedderName: string;
  /** 0-based. */
  startLine: number;
  startColumn: number;
  frameId: string | null;
  contextType: string | null;
  /** URL of the document or worker at the time. */
  pageUrl: string;
  /** Who caused the compilation; outer async frames after inner ones. */
  stack: StackFrame[];
}

/** One request with everything that became of it. */
export interface RequestRecord {
  visitId: string;
  target: Target;
  requestId: string;
  loaderId: string;
  frameId: string | null;
  type: string;
  /** URL of the document or worker that asked. */
  documentUrl: string;
  /** First asked for first; the last is the one that answered. */
  urls: string[];
  initiator: Protocol.Network.Initiator | undefined;
  isLinkPreload: boolean;
  status?: number;
  mimeType?: string;
  charset?: string;
  /** Response headers of each hop, in order. */
  headers: [string, string][][];
  /** Bytes of the body after content decoding. */
  bodyBytes: number;
  outcome: 'pending' | 'finished' | 'failed';
  /** The network's own word, e.g. net::ERR_NAME_NOT_RESOLVED. */
  errorText?: string;
  /** Why the egress rules refused it. */
  blocked?: string;
  /** SHA-256 of the decoded text when it was read because nothing seemed to run it. */
  unexecutedSha256?: string;
}

/** Flattens a stack with its async parents. */
export function stackFrames(stack: Protocol.Runtime.StackTrace | undefined): StackFrame[] {
  const frames: StackFrame[] = [];
  for (let part = stack; part && frames.length < 50; part = part.parent) {
    for (const { scriptId, lineNumber, columnNumber, url } of part.callFrames) {
      frames.push({ scriptId, line: lineNumber, column: columnNumber, url });
    }
  }
  return frames;
}
