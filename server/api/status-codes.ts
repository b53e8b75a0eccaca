import { errorCodes, type ErrorCode } from '../../core/errors/index.ts';

/** The HTTP status of each error that a request can meet. */
const statuses: Partial<Record<ErrorCode, number>> = {
  SW_REQUEST_INVALID: 400,
  SW_UPLOAD_INVALID: 400,
  SW_LOGIN_FAILED: 401,
  SW_UNAUTHENTICATED: 401,
  SW_CSRF: 403,
  SW_FORBIDDEN: 403,
  SW_ROUTE_NOT_FOUND: 404,
  SW_STORE_NOT_FOUND: 404,
  SW_LINK_INVALID: 404,
  SW_METHOD_NOT_ALLOWED: 405,
  SW_STORE_CONFLICT: 409,
  SW_REQUEST_TIMEOUT: 408,
  SW_BODY_TOO_LARGE: 413,
  SW_MEDIA_UNSUPPORTED: 415,
  SW_HOST_REFUSED: 421,
  SW_IDEMPOTENCY_MISMATCH: 422,
  SW_JOURNEYS_UNSUPPORTED: 422,
  SW_NETWORK_REFUSED: 422,
  SW_SCHEDULE_INVALID: 422,
  SW_SITE_INVALID: 422,
  SW_SITE_SECRET_MISSING: 422,
  SW_URL_INVALID: 422,
  SW_TOO_MANY_REQUESTS: 429,
  SW_OUTBOUND_FAILED: 502,
  SW_STORE_BUSY: 503,
  SW_STORE_UNAVAILABLE: 503,
  SW_STORE_FULL: 507,
};

/** What is not listed is the client's fault when it would be on the command line, and ours otherwise. */
export function statusOf(code: ErrorCode): number {
  return statuses[code] ?? (errorCodes[code].exit === 2 ? 422 : 500);
}
