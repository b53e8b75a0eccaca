import { z } from 'zod';
import { siteReport } from '../../core/schema/index.ts';
import { standalonePolicy } from '../../core/html/index.ts';
import { idOrName } from '../api/resources/common.ts';
import { route, type Route } from '../api/route.ts';
import { siteFor } from '../api/sites.ts';
import { reportStyle } from './html/style.ts';
import { renderSiteReport } from './html/index.ts';
import { periodOf, reportSite } from './index.ts';

export const reportRoutes: Route[] = [
  route({
    method: 'get',
    path: '/sites/:id/report',
    summary: 'A site over a period, as evidence for people who were not there',
    description:
      'Scripts with verdicts, reasons and approvals, findings, changes worst first, alerts, the cadence of crawls and what ' +
      'was not covered, and what of it PCI DSS 6.4.3 and 11.6.1 ask for. As HTML one page that needs no script and prints.',
    tag: 'sites',
    role: 'viewer',
    params: z.object({ id: idOrName.describe('Id or name of the site') }),
    query: z.strictObject({
      from: z
        .string()
        .max(40)
        .optional()
        .describe('Day (UTC) or RFC 3339 time; 30 days before the end unless said'),
      to: z.string().max(40).optional().describe('Day, itself included, or time; now unless said'),
      format: z.enum(['json', 'html']).default('json'),
    }),
    replies: { 200: siteReport.meta({ id: 'SiteReport' }) },
    async handle({ params, query, principal, context: { store, now }, response }) {
      const site = await siteFor(store.db, principal, params.id);
      const period = periodOf(query, now());
      const report = await reportSite(store, site.id, period, now());
      if (query.format === 'json') return { body: report };
      const name = `report-${site.name.replace(/[^\w.-]+/g, '_').slice(0, 60)}-${report.period.to.slice(0, 10)}.html`;
      response
        .status(200)
        .set({
          'Content-Type': 'text/html; charset=utf-8',
          'Content-Disposition': `inline; filename="${name}"`,
          'Content-Security-Policy': `${standalonePolicy(reportStyle)}; frame-ancestors 'none'; sandbox`,
        })
        .send(renderSiteReport(report));
      return undefined;
    },
  }),
];
