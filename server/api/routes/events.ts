import { z } from 'zod';
import { ScriptwardenError } from '../../../core/errors/index.ts';
import { latestChangeId } from '../../store/index.ts';
import { eventStream } from '../events/stream.ts';
import { idOrName } from '../resources/common.ts';
import { route, type Route } from '../route.ts';
import { siteChoice } from '../sites.ts';

export const eventRoutes: Route[] = [
  route({
    method: 'get',
    path: '/events',
    summary: 'Follow what happens on the sites',
    description:
      'Server-sent events `crawl` (a Crawl whose state changed), `progress` and `change` (a Change), from now on. ' +
      'A stream ends after ten minutes at most and is to be opened again; lists tell what happened in between.',
    tag: 'events',
    role: 'viewer',
    query: z.strictObject({ site: idOrName.optional().describe('Id or name; all sites unless said') }),
    replies: { 200: 'text/event-stream' },
    async handle({ query, principal, context, request, response }) {
      const siteIds = await siteChoice(context.store.db, principal, query.site);
      if (context.events.listeners >= context.config.limits.eventStreams) throw tooManyStreams();
      context.events.sawChange(await latestChangeId(context.store.db));
      let stop = (): void => undefined;
      const stream = eventStream(request, response, () => stop());
      stop = context.events.listen(({ type, siteId, data }) => {
        if (siteIds === 'all' || siteIds.includes(siteId)) stream.send(type, data);
      });
      return undefined;
    },
  }),
];

export function tooManyStreams(): ScriptwardenError {
  return new ScriptwardenError('SW_TOO_MANY_REQUESTS', {
    message: 'As many event streams are open as are allowed.',
    fix: 'Close one, or raise limits.eventStreams in the configuration.',
  });
}
