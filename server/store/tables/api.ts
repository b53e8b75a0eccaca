/** One Idempotency-Key of one user. */
interface IdempotencyKeyTable {
  user_id: number;
  route: string;
  key: string;
  /** Hash of the request, so that another one under the same key is noticed. */
  fingerprint: string;
  /** The answer, sealed; null while it is being made. */
  reply: string | null;
  created_at: number;
}

export interface ApiTables {
  idempotency_keys: IdempotencyKeyTable;
}
