import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Security headers of every answer: nothing is loaded from elsewhere, no script runs in a page of ours, no page is framed.
 * A page that needs more says so itself.
 */
export function securityHeaders({ publicUrl }: { publicUrl: string | null }): RequestHandler {
  const isHttps = publicUrl?.startsWith('https:') === true;
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ["'none'"],
      },
    },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isHttps && { maxAge: 31_536_000 },
  });
}
