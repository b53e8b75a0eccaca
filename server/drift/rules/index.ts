import type { ChangeRule } from '../draft.ts';
import { cookieAdded, cookieRemoved } from './cookies.ts';
import { forms } from './forms.ts';
import { frames } from './frames.ts';
import { headers } from './headers.ts';
import { hostAdded, hostRemoved } from './hosts.ts';
import { canaryLeaks } from './leaks.ts';
import { scriptVersions } from './script-versions.ts';
import { scriptAdded, scriptRemoved } from './scripts.ts';
import { stepNotReached } from './steps.ts';
import { verdictChanged } from './verdicts.ts';
import { visitorDivergence } from './visitors.ts';

/** Every rule that compares two crawls of a site. */
export const changeRules: readonly ChangeRule[] = [
  verdictChanged,
  canaryLeaks,
  scriptAdded,
  scriptRemoved,
  scriptVersions,
  hostAdded,
  hostRemoved,
  headers,
  frames,
  forms,
  cookieAdded,
  cookieRemoved,
  stepNotReached,
  visitorDivergence,
];
