/** The one style sheet of the pages. No fonts, no images: nothing is asked of anybody else. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f4f5f7; --card: #ffffff; --ink: #16191f; --soft: #565f6e; --line: #d9dee6; --field: #ffffff; --edge: #8a94a3;
  --act: #23458c; --act-ink: #ffffff; --act-hover: #1b3670; --bad: #b3121d; --bad-soft: #fdecec; --good: #146c3b;
  --good-soft: #e5f5ec; --code: #f0f3f7; --focus: #1f6feb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1217; --card: #181c23; --ink: #e8ebf0; --soft: #a3adbc; --line: #2c333e; --field: #11151b; --edge: #667182;
    --act: #8fb0ff; --act-ink: #0d1526; --act-hover: #b0c7ff; --bad: #ff9a9a; --bad-soft: #3a1719; --good: #7fdca5;
    --good-soft: #11301f; --code: #11151b; --focus: #8fb0ff;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif;
}
a { color: var(--act); text-underline-offset: 0.18em; }
h1, h2, p, ul, dl, dd, table, fieldset { margin: 0; }
h1 { font-size: 1.6rem; line-height: 1.25; letter-spacing: -0.015em; text-wrap: balance; }
h2 { font-size: 1.12rem; line-height: 1.35; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--card); padding: 0.4rem 0.8rem; z-index: 1; }

.top { background: var(--card); border-bottom: 1px solid var(--line); }
.top > div { max-width: 62rem; margin: 0 auto; padding: 0.7rem 1.5rem; display: flex; flex-wrap: wrap; gap: 0.4rem 1.5rem; align-items: center; }
.brand { font-weight: 680; letter-spacing: 0.01em; color: var(--ink); text-decoration: none; margin-right: auto; }
.brand::before { content: ''; display: inline-block; width: 0.62rem; height: 0.62rem; margin-right: 0.5rem; border-radius: 2px; background: var(--act); transform: rotate(45deg); }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; list-style: none; padding: 0; align-items: center; }
nav a { color: var(--soft); text-decoration: none; padding: 0.25rem 0; border-bottom: 2px solid transparent; }
nav a:hover { color: var(--ink); }
nav a[aria-current] { color: var(--ink); border-color: var(--act); }
main { max-width: 62rem; margin: 0 auto; padding: 2.25rem 1.5rem 4rem; }
main.narrow { max-width: 29rem; padding-top: 3.5rem; }
.card + .lead { margin-top: 1.25rem; }
.soft { color: var(--soft); }
.lead { margin-top: 0.4rem; color: var(--soft); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem 1.6rem; margin-top: 1.5rem; }
.card > h2 + * { margin-top: 0.35rem; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.05rem 1.5rem; align-items: start; }

form.stack { display: grid; gap: 1.05rem; margin-top: 1.15rem; }
.card > form.stack:first-child { margin-top: 0; }
[hidden] { display: none; }
label, legend { display: block; font-weight: 560; padding: 0; }
.hint { color: var(--soft); font-size: 0.9rem; font-weight: 400; }
label > .hint { display: block; }
::placeholder { color: var(--soft); opacity: 1; }
input:not([type=checkbox]), select {
  width: 100%; margin-top: 0.3rem; padding: 0.55rem 0.7rem; font: inherit; font-weight: 400; color: inherit;
  background: var(--field); border: 1px solid var(--edge); border-radius: 7px; min-height: 2.75rem;
}
[aria-invalid=true] { border-color: var(--bad); border-width: 2px; }
fieldset { border: 0; padding: 0; min-width: 0; }
.choices { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: 0.3rem 1rem; margin-top: 0.4rem; max-height: 14rem; overflow-y: auto; }
.choices label { font-weight: 400; display: flex; gap: 0.5rem; align-items: baseline; overflow-wrap: anywhere; }
button {
  font: inherit; font-weight: 600; padding: 0.55rem 1.15rem; min-height: 2.75rem; border-radius: 7px; cursor: pointer;
  border: 1px solid var(--act); background: var(--act); color: var(--act-ink); justify-self: start;
}
button:hover { background: var(--act-hover); border-color: var(--act-hover); }
main.narrow form.stack > button { justify-self: stretch; }
button.quiet { background: transparent; color: var(--act); border-color: transparent; padding: 0.2rem 0.45rem; min-height: 1.9rem; font-weight: 560; }
button.quiet:hover { border-color: currentColor; background: transparent; }
button.quiet.bad { color: var(--bad); }
nav button.quiet { color: var(--soft); font-weight: 400; padding: 0.25rem 0; }

.note { margin-top: 1.25rem; padding: 0.8rem 1rem; border-radius: 9px; border-left: 4px solid; }
.note.bad { background: var(--bad-soft); border-color: var(--bad); }
.note.good { background: var(--good-soft); border-color: var(--good); }
.note strong { display: block; }
.once { display: block; margin-top: 0.6rem; padding: 0.7rem 0.85rem; background: var(--code); border: 1px dashed var(--edge); border-radius: 7px; overflow-wrap: anywhere; user-select: all; }
code, .once { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace; font-size: 0.9rem; }

.table { overflow-x: auto; margin: 0.9rem -1.6rem -0.6rem; }
table { width: 100%; min-width: 38rem; border-collapse: collapse; font-size: 0.93rem; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: 0.85rem; white-space: nowrap; }
th, td { padding: 0.5rem 0.8rem; border-top: 1px solid var(--line); vertical-align: baseline; overflow-wrap: break-word; }
td { max-width: 22rem; }
thead th { border-top: 0; }
th:first-child, td:first-child { padding-left: 1.6rem; }
th:last-child, td:last-child { padding-right: 1.6rem; }
td.act { text-align: right; white-space: nowrap; }
td.act form { display: inline-block; }
.under { display: block; color: var(--soft); font-size: 0.87rem; overflow-wrap: anywhere; }
td time { white-space: nowrap; }
details { display: inline-block; text-align: right; }
details[open] { display: block; }
summary { cursor: pointer; color: var(--bad); font-weight: 560; padding: 0.2rem 0.45rem; list-style: none; display: inline-block; }
summary::-webkit-details-marker { display: none; }
.tag { display: inline-block; white-space: nowrap; padding: 0.05rem 0.6rem; border-radius: 99px; background: var(--code); font-size: 0.85rem; }
.tag.bad { background: var(--bad-soft); color: var(--bad); }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.25rem 1.25rem; margin-top: 0.8rem; }
.facts dt { color: var(--soft); }
.inline { display: flex; gap: 0.5rem; align-items: center; }
.inline select { width: auto; margin: 0; min-height: 2.1rem; padding: 0.25rem 0.5rem; }
.odd { background: var(--bad-soft); color: var(--bad); border-radius: 3px; padding: 0 2px; font-size: 0.85em; }
footer { max-width: 62rem; margin: 0 auto; padding: 0 1.5rem 2rem; color: var(--soft); font-size: 0.88rem; }

@media (max-width: 44rem) {
  .columns { grid-template-columns: minmax(0, 1fr); }
  main { padding: 1.5rem 1rem 3rem; } main.narrow { padding-top: 2rem; }
  .card { padding: 1.15rem 1.05rem; } .table { margin-left: -1.05rem; margin-right: -1.05rem; }
  th:first-child, td:first-child { padding-left: 1.05rem; } th:last-child, td:last-child { padding-right: 1.05rem; }
}
@media (forced-colors: active) { button, .note, .card { border: 1px solid; } }
`;

export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect x="4" y="4" width="8" height="8" rx="1" fill="#4a74c9" transform="rotate(45 8 8)"/></svg>`;
