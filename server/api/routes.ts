import { accessRoutes } from '../access/routes/index.ts';
import { alertRoutes } from '../alerts/routes/index.ts';
import { feedRoutes } from '../feeds/routes.ts';
import { reportRoutes } from '../reports/routes.ts';
import { scanRoutes } from '../scans/routes.ts';
import { visitorRoutes } from '../visitors/routes.ts';
import { approvalRoutes } from './routes/approvals.ts';
import { changeRoutes } from './routes/changes.ts';
import { crawlRoutes } from './routes/crawls.ts';
import { eventRoutes } from './routes/events.ts';
import { metaRoutes } from './routes/meta.ts';
import { scriptRoutes } from './routes/scripts.ts';
import { siteRoutes } from './routes/sites.ts';
import type { Tags } from './openapi.ts';
import type { Route } from './route.ts';

/** Every route of the API but those that describe it. One line for each part of the service. */
const parts: readonly Route[] = [
  ...siteRoutes,
  ...crawlRoutes,
  ...scriptRoutes,
  ...changeRoutes,
  ...approvalRoutes,
  ...alertRoutes,
  ...scanRoutes,
  ...reportRoutes,
  ...visitorRoutes,
  ...feedRoutes,
  ...accessRoutes,
  ...eventRoutes,
];

/** What the groups are about, in the order the documentation shows them. */
export const tags: Tags = {
  sites: 'The sites under watch, their schedules and crawls.',
  crawls: 'Runs over a site.',
  scripts: 'Scripts over time: their versions, verdicts and sources.',
  changes: 'What differs between crawls, and whether it matters.',
  approvals: 'Decisions of people on scripts.',
  alerts: 'Rules that fire on changes, channels that tell people, and what was delivered.',
  scans: 'What people upload to be looked at, and what came of it.',
  visitors: "What visitors' browsers report, and policies that make them report.",
  access: 'Logging in, users, API tokens, and who did what.',
  feeds: 'Lists of hosts, addresses and hashes known to be bad.',
  events: 'What happens now, as server-sent events.',
  meta: 'This description.',
};

export const routes: readonly Route[] = [...parts, ...metaRoutes(parts, tags)];
