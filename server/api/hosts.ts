import type { RequestHandler } from 'express';
import { ScriptwardenError } from '../../core/errors/index.ts';
import { isHostAllowed, type ServiceConfig } from '../config/index.ts';

/** Answers only requests that are addressed to a name of its own. */
export function answerForHosts(config: ServiceConfig): RequestHandler {
  return (request, _response, next) => {
    if (isHostAllowed(config, request.headers.host)) {
      next();
      return;
    }
    throw new ScriptwardenError('SW_HOST_REFUSED', {
      message: 'This service does not answer for the host that the request names.',
      fix: 'Set SCRIPTWARDEN_PUBLIC_URL or SCRIPTWARDEN_ALLOWED_HOSTS to the name it is reached by.',
    });
  };
}
