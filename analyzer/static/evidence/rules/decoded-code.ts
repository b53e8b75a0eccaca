import type { Severity } from '../../../../core/schema/index.ts';
import { decoderOf } from '../decoded.ts';
import { isPlainMarkup } from '../plain-markup.ts';
import { runsText as runs } from '../runs-text.ts';
import { evidenceAt, excerpt, type EvidenceRule } from '../rule.ts';

export const decodedCodeExecuted: EvidenceRule = {
  name: 'decoded-code-executed',
  meaning: 'Text is decoded and run as code, so that what runs cannot be read in the script.',
  severity: ['low', 'high'],
  find: (facts) =>
    facts.dynamicCode
      .filter(({ name }) => runs[name] !== undefined)
      .flatMap(({ name, node, code }) => {
        const decoder = code ? decoderOf(facts.code, code) : null;
        if (decoder === null) return [];
        const folded = code ? facts.code.folder.fullText(code) : null;
        // Packers do this to honest code every day; what comes out is judged by itself.
        const severity: Severity = folded !== null ? 'high' : 'low';
        return [
          evidenceAt(facts, {
            rule: 'decoded-code-executed',
            severity,
            message: `Runs text that it decodes with ${decoder} as code, by ${runs[name]}: ${excerpt(facts, node)}`,
            node,
          }),
        ];
      })
      .slice(0, 10),
};

export const decodedDocumentWrite: EvidenceRule = {
  name: 'decoded-document-write',
  meaning: 'Decoded text is written into the page as HTML.',
  severity: ['low', 'high'],
  find: (facts) =>
    facts.dynamicCode
      .filter(({ name }) => name === 'document-write' || name === 'inner-html-handler')
      .flatMap(({ node, code }) => {
        const decoder = code ? decoderOf(facts.code, code) : null;
        if (!code || decoder === null || /^(?:decodeURI|decodeURIComponent)$/.test(decoder)) return [];
        const text = facts.code.folder.text(code);
        const isPlain = decoder === 'unescape' && isPlainMarkup(facts, code);
        const injects = text === null || /<\s*(?:script|iframe|object|embed)/i.test(text);
        return [
          evidenceAt(facts, {
            rule: 'decoded-document-write',
            severity: isPlain ? 'low' : text !== null && injects ? 'high' : 'medium',
            message: `Writes text that it decodes with ${decoder} into the page${isPlain ? ', in which every address can be read' : ''}: ${excerpt(facts, node)}`,
            node,
          }),
        ];
      })
      .slice(0, 10),
};
