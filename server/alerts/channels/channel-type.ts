import type { Webhook } from '../../../core/schema/index.ts';
import type { AlertContext } from '../context.ts';

/** How an attempt to send went. */
export interface Outcome {
  /** The HTTP status or SMTP code; null when there was no answer. */
  status: number | null;
  /** Null when it was delivered. */
  error: string | null;
  /** How long the other side wants to be left alone, in milliseconds. */
  retryAfterMs?: number;
  /** The other side wants nothing ever again. */
  isGone?: boolean;
  /** Trying again would change nothing. */
  isPointless?: boolean;
}

export interface ToSend<Target, Secrets> {
  /** Equal for every attempt. */
  id: string;
  /** What `compose` made. */
  body: string;
  target: Target;
  secrets: Secrets;
  /** When this attempt is made, in milliseconds since 1970. */
  at: number;
  context: AlertContext;
  signal: AbortSignal;
}

/** A way to tell people. */
export interface ChannelType<Target, Secrets> {
  /** What is sent, of any message; the same text is used by every attempt. Pure. */
  compose(message: Webhook): string;
  /** One attempt, over within `longestAttemptMs`. What it throws counts as a failure. */
  send(message: ToSend<Target, Secrets>): Promise<Outcome>;
}

/** Every attempt has ended by then, one way or the other. */
export const longestAttemptMs = 20_000;
