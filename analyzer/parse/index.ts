export { decode, type Decoded, type Encoding } from './decode.ts';
export { extractScripts, type PageScript, type PageScriptKind, type PageScripts } from './html.ts';
export { parseLoosely } from './loose.ts';
export { isNamedAsScript, mediaOf, type Media } from './media.ts';
export { parseScript, parseStrictly, type Parsed } from './parse.ts';
