export { html, Markup, shown, visible, type Content } from './markup.ts';
export { dateText, dayText, standalonePage, standalonePolicy, type PageParts } from './page.ts';
export { style } from './style.ts';
