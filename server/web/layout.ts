import type { Response } from 'express';
import { html, type Content } from '../../core/html/index.ts';
import type { Principal } from '../access/principal.ts';

export const stylePath = '/assets/style.css';
export const iconPath = '/assets/icon.svg';

/** Somebody logged in, as pages show them. */
export interface Visitor {
  principal: Principal;
  /** For the forms of the page. */
  csrf: string;
}

export interface Page {
  title: string;
  body: Content;
  visitor?: Visitor | null;
  /** Path of the page in the menu. */
  current?: string;
  /** One column, for a single form. */
  isNarrow?: boolean;
}

const menu: readonly { path: string; name: string; forAdministrators?: boolean }[] = [
  { path: '/account', name: 'Account' },
  { path: '/users', name: 'Users', forAdministrators: true },
  { path: '/audit', name: 'Audit log', forAdministrators: true },
  { path: '/api/v1/docs', name: 'API' },
];

/** Answers with a page. Pages are never kept by anybody: they speak of one person, and some of secrets. */
export function sendPage(response: Response, page: Page, status = 200): void {
  response
    .status(status)
    // With `no-referrer` browsers send forms with `Origin: null`, which tells nothing of where they come from.
    .set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'same-origin' })
    .type('html')
    .send(render(page));
}

function render({ title, body, visitor, current, isNarrow }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Scriptwarden</title>
        <link rel="stylesheet" href="${stylePath}" />
        <link rel="icon" href="${iconPath}" type="image/svg+xml" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        <header class="top">
          <div>
            <a class="brand" href="/">Scriptwarden</a>
            ${visitor && navigation(visitor, current)}
          </div>
        </header>
        <main id="main" class="${isNarrow ? 'narrow' : 'wide'}">${body}</main>
      </body>
    </html> `.source;
}

function navigation({ principal, csrf }: Visitor, current: string | undefined): Content {
  const shown = menu.filter((entry) => !entry.forAdministrators || principal.role === 'admin');
  return html`<nav aria-label="Main">
    <ul>
      ${shown.map(
        ({ path, name }) =>
          html`<li>
            ${path === current ? html`<a href="${path}" aria-current="page">${name}</a>` : html`<a href="${path}">${name}</a>`}
          </li>`,
      )}
      <li>
        <form method="post" action="/logout">
          ${hidden('csrf', csrf)}<button class="quiet">Log out ${principal.name}</button>
        </form>
      </li>
    </ul>
  </nav>`;
}

export function hidden(name: string, value: string): Content {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

/** A time as people read it, exact for machines. */
export function timeShown(at: number | null): Content {
  if (at === null) return html`<span class="soft">never</span>`;
  const text = new Date(at).toISOString();
  return html`<time datetime="${text}">${text.slice(0, 10)} ${text.slice(11, 16)} UTC</time>`;
}

/** Something that went wrong; screen readers say it at once. */
export function problem(title: string, text: Content): Content {
  return html`<div class="note bad" role="alert"><strong>${title}</strong>${text}</div>`;
}

/** Something that was done. */
export function done(text: Content): Content {
  return html`<div class="note good" role="status">${text}</div>`;
}
