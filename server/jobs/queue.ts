import type { Db, Job, NewJob } from '../store/index.ts';

/** What a handler learns about the attempt it is. */
export interface JobAttempt {
  /** Aborted with `cancelReason` when the job was cancelled, otherwise when this worker must let go of it. */
  signal: AbortSignal;
  /** Whether a failure now is final. */
  isLast: boolean;
}

/** Does the jobs of one kind. A job may run again after a crash at any moment, so doing it twice must change nothing. */
export interface JobHandler {
  run(job: Job, attempt: JobAttempt): Promise<void>;
  /** Runs in the transaction in which the job fails for good. */
  giveUp?(db: Db, job: Job, error: unknown): Promise<void>;
}

export type JobHandlers = Readonly<Record<string, JobHandler>>;

export interface WorkOptions {
  handlers: JobHandlers;
  /** Jobs at a time. */
  concurrency: number;
  /** How long a job is held without a sign of life, in milliseconds. */
  leaseMs: number;
  /** How long to sleep when there is nothing to do, in milliseconds. */
  pollMs: number;
  now: () => number;
  /** Told of everything that fails; a job's own failure also stands in its row. */
  onError: (error: unknown, job: Job | null) => void;
}

/** Work in progress. */
export interface Consumer {
  /** Takes no more jobs, lets go of those in hand so that another worker takes them at once, and waits for that. */
  stop(): Promise<void>;
}

/**
 * Queued work. What is queued, by whom it is held and how it ended stands in the store's `jobs` table, whatever delivers
 * it, so that nothing is lost with a process; `enqueue` belongs to the caller's transaction.
 */
export interface JobQueue {
  /** Null when an unfinished job has the same unique key. */
  enqueue(db: Db, job: NewJob): Promise<Job | null>;
  work(options: WorkOptions): Promise<Consumer>;
  close(): Promise<void>;
}
