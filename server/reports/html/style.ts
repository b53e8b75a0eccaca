import { style } from '../../../core/html/index.ts';

/** What this report needs beyond the sheet that all reports share. */
export const reportStyle = `${style}
.toc { display: flex; flex-wrap: wrap; gap: 0.35rem 1.1rem; margin-top: 1.25rem; font-size: 0.92rem; color: var(--soft); list-style: none; }
.group { font-size: 1rem; line-height: 1.4; margin: 1.5rem 0 0.75rem; font-weight: 600; }
.note.first, .card > .facts:first-child { margin-top: 0; }
.card.table { margin-top: 0.75rem; }
.requirements { list-style: none; }
.requirements > li { border-top: 1px solid var(--line); margin-top: 1rem; padding-top: 1rem; }
.requirements p { margin-top: 0.35rem; }
.requirements .asks { color: var(--soft); font-size: 0.92rem; }
.requirements .gaps { margin-top: 0.35rem; }
.line { display: block; } .line + .line { margin-top: 0.15rem; }
.hash { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; font-size: 0.76rem; }
.open { color: var(--warn); font-weight: 600; }
.state { white-space: nowrap; }
.facts code { font-size: 0.86rem; }
.page .tags { font-size: 0.95rem; }
.inventory { table-layout: fixed; } .inventory th { white-space: normal; }
.inventory th:nth-child(1) { width: 43%; } .inventory th:nth-child(2) { width: 15%; } .inventory th:nth-child(3) { width: 17%; }
.signature { display: grid; grid-template-columns: 1fr 1fr; gap: 2.5rem; margin-top: 2rem; }
.signature p { border-top: 1px solid var(--soft); padding-top: 0.35rem; font-size: 0.86rem; color: var(--soft); }
@media screen { .signature { display: none; } }
@media (max-width: 40rem) {
  .inventory { table-layout: auto; } .inventory th:nth-child(n) { width: auto; }
  .facts { grid-template-columns: minmax(0, 1fr); gap: 0.1rem; } .facts dd { margin-bottom: 0.5rem; }
}
@media print {
  .toc { display: none; }
  h2 { margin-top: 1.75rem; }
  .requirements > li, .gaps li, .signature, .card.page { break-inside: avoid; }
  .group { break-after: avoid; }
  table { font-size: 8.5pt; }
  td .where, .where { font-size: 8pt; }
  #scripts { break-before: page; }
  .counts { grid-template-columns: repeat(3, 1fr); }
  .requirements p, .requirements .asks { font-size: 9.5pt; } .gaps li { font-size: 9pt; padding-top: 0.2rem; padding-bottom: 0.2rem; }
}
`;
