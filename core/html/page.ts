import { createHash } from 'node:crypto';
import { html, Markup, type Content } from './markup.ts';

export interface PageParts {
  /** Text of the title bar. */
  title: string;
  /** The one style sheet; nothing else may style the page. */
  style: string;
  body: Content;
}

/**
 * A page that needs nothing but itself: no script, image, font or network, and a policy that lets nothing load, run or
 * be sent, whatever slips into it. Pure.
 */
export function standalonePage({ title, style, body }: PageParts): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${standalonePolicy(style)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        ${new Markup(`<style>${style}</style>`)}
      </head>
      <body>
        ${body}
      </body>
    </html> `;
  return page.source;
}

/** The policy of such a page: its own style sheet and nothing else. */
export function standalonePolicy(style: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

/** A day and minute as people read it: `21 November 2026, 09:38 UTC`. What is no time stays as it is. */
export function dateText(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? at : `${dayText(at)}, ${date.toISOString().slice(11, 16)} UTC`;
}

/** `21 November 2026`, in UTC. */
export function dayText(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  return date.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
}
