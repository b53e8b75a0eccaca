import { defangUrl } from '../../../core/encoding/index.ts';
import { isNotable, type Entry } from '../model.ts';
import { describeSightings } from '../place.ts';
import { html, shown, type Content, type Markup } from '../../../core/html/index.ts';

const columns = [
  ['integrity', 'Score'],
  ['magecart', 'Card theft'],
  ['cryptomining', 'Mining'],
  ['malware', 'Malware'],
] as const;

/** Every script or file, worst first; findings lead to their paragraph. */
export function renderScripts(entries: readonly Entry[], isCrawl: boolean): Markup {
  return html`<div class="card table">
    <table>
      <thead>
        <tr>
          <th>Verdict</th>
          <th>${isCrawl ? 'Script' : 'File'}</th>
          ${columns.map(
            ([name, title]) => html`<th class="figure${name === 'integrity' ? '' : ' extra'}">${title}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${entries.map((entry, index) => row(entry, isNotable(entry) ? index + 1 : null))}
      </tbody>
    </table>
  </div>`;
}

function row(entry: Entry, number: number | null): Markup {
  const path = html`<span class="path">${shown(defangUrl(entry.path), 160)}</span>`;
  return html`<tr>
    <td><span class="tag ${entry.verdict}">${entry.verdict}</span></td>
    <td>${number === null ? path : html`<a href="#finding-${number}">${path}</a>`}${note(entry)}</td>
    ${columns.map(([name]) => {
      const score = entry.scores?.[name];
      const tone = score === undefined ? '' : score < 10 ? ' low' : score < 50 ? ' middle' : '';
      return html`<td class="figure${tone}${name === 'integrity' ? '' : ' extra'}">${score ?? '–'}</td>`;
    })}
  </tr> `;
}

function note(entry: Entry): Content {
  const notes = [
    ...(entry.sightings && entry.sightings.length > 0 ? [describeSightings(entry.sightings)] : []),
    ...(entry.reason ? [`not analysed: ${entry.reason}`] : []),
    ...(entry.partial ? ['in part only'] : []),
  ];
  return notes.length > 0 && html`<span class="where">${shown(notes.join(' · '), 160)}</span>`;
}
