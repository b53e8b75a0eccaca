import type { InputPlaces } from './second-look.ts';
import type { Sign } from './signs.ts';
import type { Opened } from './types.ts';

export interface OpenTask {
  readonly id: number;
  readonly text: string;
  readonly signs: readonly Sign[];
  readonly places: InputPlaces | null;
}

/** What a Worker says: once that it has loaded, then an answer for each task. */
export type WorkerReport = 'ready' | OpenAnswer;

export interface OpenAnswer {
  readonly id: number;
  readonly opened: Opened;
}
