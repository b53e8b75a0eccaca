import type { Trace } from '../emulator/index.ts';
import type { Examination, ExaminationRequest, HiddenCode } from '../examine.ts';

export interface WorkerTask {
  id: number;
  request: ExaminationRequest;
}

/** A run the Worker asked for. */
export interface WorkerTrace {
  id: number;
  trace: Trace | null;
}

/** Plain data only: a tree sent across threads would cost more than parsing it again. */
export type WorkerAnswer =
  | { id: number; examination: Examination }
  | { id: number; fault: string }
  /** Not the answer yet: it waits for the trace of this script. `usedMs`: processor time of the task so far. */
  | { id: number; emulate: string; usedMs: number }
  /** Nor this: what the scripts hide, by their places; the answer leaves it out. */
  | { id: number; hidden: readonly (HiddenCode | undefined)[]; usedMs: number };

/** What is done elsewhere for a task: there it can be killed alone. Times are processor time the task has used so far. */
export interface Services {
  /** Its examination begins: what is sure to be asked for can begin, too. */
  begin(request: ExaminationRequest): void;
  emulate(text: string, usedMs: number): Promise<Trace | null>;
  open(hidden: readonly (HiddenCode | undefined)[], usedMs: number): void;
}

/** How an examination ended. */
export type Outcome =
  | { status: 'done'; examination: Examination }
  /** The wall clock ran out, the Worker's heap did, or the Worker (or the code in it) broke. */
  | { status: 'timeout' | 'memory' | 'crash'; detail: string };
