/** The one style sheet of the page, in it as a whole. No images, no fonts from anywhere: the page needs nothing but itself. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #ffffff; --ink: #16191f; --soft: #5a6372; --line: #dfe3e9; --code: #f3f5f8;
  --bad: #b3121d; --bad-soft: #fdecec; --warn: #8a5300; --warn-soft: #fff3dc;
  --good: #146c3b; --good-soft: #e5f5ec; --gap: #35508f; --gap-soft: #e8eefb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1217; --card: #181c23; --ink: #e8ebf0; --soft: #9aa5b5; --line: #2c333e; --code: #11151b;
    --bad: #ff8d8d; --bad-soft: #3a1719; --warn: #f5c065; --warn-soft: #35270d;
    --good: #74d59b; --good-soft: #11301f; --gap: #9db8ff; --gap-soft: #1a2542;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif;
}
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.5rem 3rem; }
h1, h2, h3, p, ol, ul, dl, dd, table, figure, pre { margin: 0; padding: 0; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.75rem 0 1rem; letter-spacing: -0.01em; }
a { color: inherit; }
code, pre, .path { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; }
.path, code, td, dd, p, li, .subject { overflow-wrap: anywhere; }
.odd { background: var(--warn-soft); color: var(--warn); border-radius: 3px; padding: 0 2px; font-size: 0.85em; }
.soft { color: var(--soft); }

.top { display: flex; justify-content: space-between; gap: 1rem 2rem; flex-wrap: wrap; color: var(--soft); font-size: 0.9rem; }
.brand { font-weight: 650; color: var(--ink); letter-spacing: 0.01em; }
.hero { margin-top: 1.25rem; padding: 1.75rem 2rem; border-radius: 14px; border: 1px solid var(--line); border-left: 8px solid; background: var(--card); }
.hero.malicious { border-left-color: var(--bad); }
.hero.suspicious { border-left-color: var(--warn); }
.hero.benign { border-left-color: var(--good); }
.hero.unanalysed { border-left-color: var(--gap); }
.hero h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -0.02em; text-wrap: balance; }
.hero.malicious h1 { color: var(--bad); }
.hero.suspicious h1 { color: var(--warn); }
.hero.benign h1 { color: var(--good); }
.hero.unanalysed h1 { color: var(--gap); }
.hero p { margin-top: 0.75rem; font-size: 1.05rem; max-width: 46rem; }
.hero .subject { margin: 0 0 0.5rem; color: var(--soft); font-size: 0.95rem; }
.counts { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: 0.75rem; margin-top: 1rem; list-style: none; }
.counts li { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 0.8rem 1rem; color: var(--soft); font-size: 0.9rem; }
.counts b { display: block; font-size: 1.7rem; line-height: 1.2; color: var(--ink); font-variant-numeric: tabular-nums; }
.counts .malicious b { color: var(--bad); } .counts .suspicious b { color: var(--warn); }
.counts .benign b { color: var(--good); } .counts .unanalysed b { color: var(--gap); } .counts .none b { color: var(--soft); }

.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.4rem 1.6rem; }
.card + .card { margin-top: 1.25rem; }
.finding h3 { font-size: 1.05rem; line-height: 1.4; margin-top: 0.5rem; font-weight: 600; }
.tags { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; font-size: 0.85rem; }
.tag { display: inline-block; border-radius: 99px; padding: 0.1rem 0.65rem; font-weight: 600; font-size: 0.82rem; white-space: nowrap; }
.tag.malicious, .tag.critical, .tag.high { background: var(--bad-soft); color: var(--bad); }
.tag.suspicious, .tag.medium { background: var(--warn-soft); color: var(--warn); }
.tag.benign { background: var(--good-soft); color: var(--good); }
.tag.unanalysed { background: var(--gap-soft); color: var(--gap); }
.tag.low, .tag.info { background: var(--code); color: var(--soft); }
.number { color: var(--soft); font-weight: 600; }
.flow { display: grid; grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr); gap: 0.5rem 1rem; align-items: center; margin: 1rem 0 0; padding: 0.9rem 1.1rem; background: var(--code); border-radius: 10px; }
.flow b { display: block; font-size: 0.78rem; font-weight: 600; color: var(--soft); }
.flow code { font-size: 0.92rem; }
.flow .arrow { font-size: 1.4rem; color: var(--soft); }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.25rem 1.25rem; margin-top: 0.9rem; font-size: 0.92rem; }
.facts dt { color: var(--soft); }
.reasons { list-style: none; margin-top: 0.4rem; }
.reasons > li { border-top: 1px solid var(--line); margin-top: 1rem; padding-top: 1rem; }
.reason { display: grid; grid-template-columns: 5.2rem minmax(0, 1fr); gap: 0 1rem; align-items: baseline; }
.reason .tag { justify-self: start; }
.reason > div > p { font-weight: 500; }
.where { color: var(--soft); font-size: 0.86rem; margin-top: 0.15rem; }
pre { background: var(--code); border: 1px solid var(--line); border-radius: 8px; padding: 0.6rem 0.8rem; margin-top: 0.5rem; font-size: 0.84rem; line-height: 1.5; white-space: pre-wrap; overflow-wrap: anywhere; }
.steps { margin: 0.6rem 0 0 1.2rem; font-size: 0.88rem; color: var(--soft); }
.steps li { padding-left: 0.2rem; }
.steps .left { list-style: none; }
.note { margin-top: 1rem; color: var(--soft); font-size: 0.9rem; }
.advice li { margin: 0.35rem 0 0.35rem 1.2rem; }
.leak { border-color: var(--bad); }

table { width: 100%; border-collapse: collapse; font-size: 0.88rem; }
.card.table { padding: 0.4rem 0; overflow-x: auto; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: 0.82rem; padding: 0.6rem 0.6rem; border-bottom: 1px solid var(--line); white-space: nowrap; }
td { padding: 0.5rem 0.6rem; border-top: 1px solid var(--line); vertical-align: top; }
tbody tr:first-child td { border-top: 0; }
th:first-child, td:first-child { padding-left: 1.4rem; } th:last-child, td:last-child { padding-right: 1.4rem; }
td.figure, th.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.figure.low { color: var(--bad); font-weight: 650; } td.figure.middle { color: var(--warn); font-weight: 650; }
td .path { font-size: 0.84rem; }
td .where { display: block; }
.gaps { list-style: none; margin-top: 1rem; font-size: 0.92rem; }
.gaps li { padding: 0.35rem 0 0.35rem 1.4rem; position: relative; overflow-wrap: anywhere; }
.gaps li::before { content: '·'; position: absolute; left: 0.4rem; color: var(--soft); }
.gaps li.blocking::before { content: '!'; color: var(--warn); font-weight: 700; }
footer { margin-top: 2.5rem; padding-top: 1.25rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.86rem; }
footer p + p { margin-top: 0.5rem; }

@media (max-width: 40rem) {
  main { padding: 1.25rem 0.9rem 2rem; }
  .hero { padding: 1.25rem 1.2rem; } .hero h1 { font-size: 1.55rem; }
  .card { padding: 1.1rem 1rem; }
  .flow { grid-template-columns: minmax(0, 1fr); } .flow .arrow { transform: rotate(90deg); justify-self: start; line-height: 1; }
  .counts { grid-template-columns: repeat(auto-fit, minmax(5.5rem, 1fr)); gap: 0.5rem; }
  .reason { grid-template-columns: minmax(0, 1fr); gap: 0.35rem; }
  .extra { display: none; }
}
@page { size: A4; margin: 14mm 14mm 16mm; }
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --card: #ffffff; --ink: #16191f; --soft: #545d6b; --line: #d5dae1; --code: #f5f6f8;
    --bad: #b3121d; --bad-soft: #fdecec; --warn: #8a5300; --warn-soft: #fff3dc;
    --good: #146c3b; --good-soft: #e5f5ec; --gap: #35508f; --gap-soft: #e8eefb;
  }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h2, .tags, .finding h3, .flow, .facts { break-after: avoid; }
  .hero, .counts, .flow, .reasons > li, tr, .leak, .advice { break-inside: avoid; }
  .card { padding: 1rem 1.2rem; }
  .card.table { overflow: visible; }
  thead { display: table-header-group; }
  a { text-decoration: none; }
}
`;
