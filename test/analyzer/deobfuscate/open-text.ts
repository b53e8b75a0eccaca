import { looksObfuscated, openLayers, type Opened } from '../../../analyzer/deobfuscate/index.ts';
import { Script } from '../../../analyzer/deobfuscate/script.ts';
import { signFactsOf } from '../../../analyzer/deobfuscate/sign-facts.ts';
import type { Sign } from '../../../analyzer/deobfuscate/signs.ts';

export const signsOf = (text: string): readonly Sign[] => looksObfuscated(signFactsOf(new Script(text)));

/** Opens a script here and now: samples of tests are known to end. */
export const open = (text: string): Promise<Opened> => openLayers(text, signsOf(text));
