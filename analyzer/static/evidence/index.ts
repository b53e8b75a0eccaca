import type { Evidence } from '../../../core/schema/index.ts';
import { severities } from '../../../core/schema/index.ts';
import type { FlowFacts } from '../flow/index.ts';
import type { EvidenceRule } from './rule.ts';
import { activexExploit, shellcode } from './rules/exploit.ts';
import { answerRunAsCode } from './rules/answer-run-as-code.ts';
import { antiDevtools } from './rules/anti-devtools.ts';
import { cardDataInImageUrl, cardDataToWebsocket } from './rules/card-data-in-odd-channel.ts';
import { cardDataStored } from './rules/card-data-stored.ts';
import { cardDataToHiddenAddress } from './rules/card-data-to-hidden-address.ts';
import { cardFieldToHost } from './rules/card-field-to-host.ts';
import { checkoutGate } from './rules/checkout-gate.ts';
import { decodedCodeExecuted, decodedDocumentWrite } from './rules/decoded-code.ts';
import { cookiesToHost } from './rules/cookies-to-host.ts';
import { fakePaymentForm } from './rules/fake-payment-form.ts';
import { formHarvestToHost } from './rules/form-harvest-to-host.ts';
import { hiddenIframe } from './rules/hidden-iframe.ts';
import { imitatedHost } from './rules/imitated-host.ts';
import { imitatedLibrary } from './rules/imitated-library.ts';
import { keystrokesToHost } from './rules/keystrokes-to-host.ts';
import { minerApi, minerWorkload } from './rules/miner.ts';
import { namesInPieces } from './rules/names-in-pieces.ts';
import { pageRequestsCopied } from './rules/page-requests-copied.ts';
import { personalFieldToHost } from './rules/personal-field-to-host.ts';
import { redirectToDecodedUrl, scriptFromDecodedUrl } from './rules/decoded-addresses.ts';
import { responseTampered } from './rules/response-tampered.ts';
import { stringArrayDecoder } from './rules/string-array-decoder.ts';
import { veiledAddress } from './rules/veiled-address.ts';
import { walletDrain } from './rules/wallet-drain.ts';

export type { EvidenceRule } from './rule.ts';

/** Every rule; docs/reference/evidence.md lists the same, and a test compares the two. */
export const evidenceRules: readonly EvidenceRule[] = [
  activexExploit,
  answerRunAsCode,
  antiDevtools,
  cardDataInImageUrl,
  cardDataStored,
  cardDataToHiddenAddress,
  cardDataToWebsocket,
  cardFieldToHost,
  checkoutGate,
  cookiesToHost,
  decodedCodeExecuted,
  decodedDocumentWrite,
  fakePaymentForm,
  formHarvestToHost,
  hiddenIframe,
  imitatedHost,
  imitatedLibrary,
  keystrokesToHost,
  minerApi,
  minerWorkload,
  namesInPieces,
  pageRequestsCopied,
  personalFieldToHost,
  redirectToDecodedUrl,
  responseTampered,
  scriptFromDecodedUrl,
  shellcode,
  stringArrayDecoder,
  veiledAddress,
  walletDrain,
];

/** No more than so much evidence for one script: after the worst, more only hides it. */
const maxEvidence = 50;

/** What speaks against a script: worst first, then by place. */
export function findEvidence(facts: FlowFacts): Evidence[] {
  return evidenceRules
    .flatMap((rule) => rule.find(facts))
    .sort(
      (left, right) =>
        severities.indexOf(right.severity) - severities.indexOf(left.severity) ||
        left.location.line - right.location.line ||
        left.location.column - right.location.column,
    )
    .slice(0, maxEvidence);
}
