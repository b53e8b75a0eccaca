/** One page of a list. */
export interface Page<Item> {
  items: Item[];
  /** Give it as `after` for the following items; null at the end. */
  next: string | null;
}

/** 1 = certainly malicious, 99 = certainly not; null when unanalysed. */
export interface Scores {
  integrity: number | null;
  magecart: number | null;
  cryptomining: number | null;
  malware: number | null;
}

/** Scores as tables hold them. */
export interface ScoreRow {
  score_integrity: number | null;
  score_magecart: number | null;
  score_cryptomining: number | null;
  score_malware: number | null;
}

export function scoresOf(row: ScoreRow): Scores {
  return {
    integrity: row.score_integrity,
    magecart: row.score_magecart,
    cryptomining: row.score_cryptomining,
    malware: row.score_malware,
  };
}

/** Cursors are two numbers; a made-up one selects nothing harmful. */
export function readCursor(cursor: string): [number, number] {
  const [first, second] = cursor.split('-').map(Number);
  return [Number.isSafeInteger(first) ? first! : 0, Number.isSafeInteger(second) ? second! : 0];
}
