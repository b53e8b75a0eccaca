export type Media = 'js' | 'html' | 'other';

const scriptNames = /\.(?:js|mjs|cjs|jsx|es6|es|ts|user\.js)$/i;
const pageNames = /\.(?:html?|xhtml|shtml|phtml|svg)$/i;
const dataNames =
  /\.(?:json|css|md|txt|xml|csv|map|ya?ml|toml|lock|log|php|py|sh|wasm|png|jpe?g|gif|webp|ico|pdf|woff2?|ttf)$/i;

/** Markup cannot be the start of a script: only `<!--` can, which scripts may begin with for very old browsers. */
const startsAsMarkup = /^\s*(?:<!--[\s\S]{0,20000}?-->\s*){0,20}<(?:!doctype|[?a-z])/i;
const holdsMarkup = /<[a-z!/?]/i;

/**
 * What the text is, as far as name and first characters tell: content that can only be markup wins over the name,
 * because error pages are served under script names and malicious pages too.
 *
 * @param known the caller's word; markup named as a script is still a page.
 */
export function mediaOf(path: string, text: string, known?: 'js' | 'html'): Media {
  const name = path.replace(/[?#].*$/s, '');
  if (startsAsMarkup.test(text)) return 'html';
  if (known) return known;
  if (pageNames.test(name)) return holdsMarkup.test(text) ? 'html' : 'js';
  if (scriptNames.test(name)) return 'js';
  if (dataNames.test(name)) return 'other';
  return isJson(text) ? 'other' : 'js';
}

/** Whether the name says that it is a script, so that text no parser takes is still judged by its tokens. */
export function isNamedAsScript(path: string): boolean {
  return scriptNames.test(path.replace(/[?#].*$/s, ''));
}

/** JSON objects and lists of more than a megabyte are not checked to the end. */
function isJson(text: string): boolean {
  if (!/^\s*[{[]\s*["{[\]}]/.test(text) || text.length > 1_000_000) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Not JSON: an ordinary answer here.
    return false;
  }
}
