import type { Trace } from '../emulator/index.ts';
import type { Examination, ExaminationRequest } from '../examine.ts';

export interface WorkerTask {
  id: number;
  request: ExaminationRequest;
}

/** A run the Worker asked for. */
export interface WorkerTrace {
  id: number;
  trace: Trace;
}

/** Plain data only: a tree sent across threads would cost more than parsing it again. */
export type WorkerAnswer =
  | { id: number; examination: Examination }
  | { id: number; fault: string }
  /** Not the answer yet: it waits for the trace of this script. */
  | { id: number; emulate: string };

/** How an examination ended. */
export type Outcome =
  | { status: 'done'; examination: Examination }
  /** The wall clock ran out, the Worker's heap did, or the Worker (or the code in it) broke. */
  | { status: 'timeout' | 'memory' | 'crash'; detail: string };
