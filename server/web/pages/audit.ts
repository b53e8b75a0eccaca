import type { Router } from 'express';
import { html, shown, type Content } from '../../../core/html/index.ts';
import type { ServiceContext } from '../../api/context.ts';
import { listAudit, type AuditEntry } from '../../store/index.ts';
import { sendPage, timeShown } from '../layout.ts';
import { administrator } from './users.ts';

const atOnce = 100;

/** Who did what, newest first; for administrators of every site. */
export function auditPages(router: Router, { store }: ServiceContext): void {
  router.get('/audit', async (request, response) => {
    const visitor = administrator(request);
    const after = typeof request.query.after === 'string' ? request.query.after : undefined;
    const { items, next } = await listAudit(store.db, {
      limit: atOnce,
      ...(after !== undefined && { after }),
    });
    const body = html`<h1>Audit log</h1>
      <p class="lead">Newest first. The API gives all of it, also as CSV: <code>/api/v1/audit</code>.</p>
      <section class="card">
        <h2>What was done</h2>
        <div class="table">
          <table>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">To what</th>
              </tr>
            </thead>
            <tbody>
              ${items.map(entryRow)}
            </tbody>
          </table>
        </div>
      </section>
      ${next !== null && html`<p class="lead"><a href="/audit?after=${next}" rel="next">Older entries</a></p>`}`;
    sendPage(response, { title: 'Audit log', body, visitor, current: '/audit' });
  });
}

function entryRow({ at, actor, address, action, outcome, object, detail }: AuditEntry): Content {
  const details = Object.keys(detail).length > 0 ? JSON.stringify(detail) : '';
  return html`<tr>
    <td>${timeShown(at)}</td>
    <td>
      ${actor.name || 'nobody'} ${actor.kind === 'token' && html`<span class="tag">token</span>`}
      ${address !== null && html`<span class="under">${address}</span>`}
    </td>
    <td>${action} ${outcome === 'refused' && html`<span class="tag bad">refused</span>`}</td>
    <td>
      ${object ? shown([object.type, object.name ?? object.id ?? ''].join(' '), 120) : '–'}
      ${details !== '' && html`<span class="under">${shown(details, 200)}</span>`}
    </td>
  </tr>`;
}
