import { parse, type Program } from 'acorn';

/** The scripts of a file: itself, or the inline ones of a page that are code. */
export function scriptsIn(file: string, text: string): string[] {
  if (!file.endsWith('.html')) return [text];
  return [...text.matchAll(/<script(?: async)?>([\s\S]*?)<\/script>/g)].map((match) => match[1]!);
}

/** As a script, else as a module; throws what the second attempt threw. */
export function parseAny(text: string): Program {
  try {
    return parse(text, { ecmaVersion: 'latest', sourceType: 'script' });
  } catch {
    return parse(text, { ecmaVersion: 'latest', sourceType: 'module' });
  }
}
