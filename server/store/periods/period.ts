/** A stretch of time, in milliseconds since 1970; `to` is exclusive. */
export interface Period {
  from: number;
  to: number;
}
