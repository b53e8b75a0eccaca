export { errorCodes, type ErrorCode } from './codes.ts';
export { ScriptwardenError, type ErrorDetails } from './scriptwarden-error.ts';
