import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { includesRole, type Principal } from '../access/principal.ts';
import { sendBody } from '../api/body.ts';
import type { ServiceContext } from '../api/context.ts';
import { commaList, listOf, pageOf, pageQuery } from '../api/list.ts';
import { analysisSchema } from '../api/resources/analysis.ts';
import { id } from '../api/resources/common.ts';
import { route, type Route } from '../api/route.ts';
import { forbidden } from '../api/who.ts';
import {
  cancelJob,
  deleteScan,
  dropUnusedUploads,
  findJobByKey,
  findScan,
  finishScan,
  listScans,
  notFound,
  readUpload,
  scanJobKey,
  scanStates,
  type Scan,
} from '../store/index.ts';
import { fileTypes, scanOrder } from './receive/index.ts';
import {
  resultsPage,
  scanHead,
  scanId,
  scanSchema,
  scanSummaries,
  scanSummarySchema,
  scanText,
} from './resource.ts';
import { isOver } from './ends.ts';
import { submit } from './submit.ts';

const scanParams = z.object({ id: scanId });

/** Whose scans they may see: null for everybody's. */
function ownerFor(principal: Principal): number | null {
  return includesRole(principal.role, 'admin') ? null : principal.userId;
}

/** A scan they may see; one that is not theirs looks like one that is not there. @throws ScriptwardenError SW_STORE_NOT_FOUND */
function scanFor({ store }: ServiceContext, principal: Principal, key: string): Promise<Scan> {
  return findScan(store.db, key, ownerFor(principal));
}

/** Ends what a scan waits for or does. */
async function cancel({ store, now }: ServiceContext, scan: Scan): Promise<void> {
  const message = 'It was cancelled.';
  await store.transaction(async (db) => {
    await finishScan(db, scan.id, { code: 'SW_SCAN_CANCELLED', message }, now());
    const job = await findJobByKey(db, scanJobKey(scan.id));
    if (job) await cancelJob(db, job.id, now());
  });
}

export const scanRoutes: Route[] = [
  route({
    method: 'post',
    path: '/scans',
    summary: 'Scan files, a ZIP, pasted text or what an address answers',
    description:
      'Answers 200 with the results when they are there within a few seconds, else 202: ask again at `Location`. ' +
      '`Prefer: respond-async` asks for 202 at once. Results belong to the user who uploaded.',
    tag: 'scans',
    role: 'analyst',
    query: z.strictObject({
      name: z.string().max(10_000).optional().describe('Name of a body that is the file itself'),
    }),
    body: scanOrder,
    raw: { contentTypes: ['multipart/form-data', 'application/json', ...fileTypes] },
    replies: { 200: scanSchema, 202: scanSchema },
    handle: ({ request, query, principal, context, signal }) =>
      submit(context, { request, ownerId: principal.userId, name: query.name, signal }),
  }),
  route({
    method: 'get',
    path: '/scans',
    summary: 'List scans, newest first: one\u2019s own, for administrators everybody\u2019s',
    tag: 'scans',
    role: 'viewer',
    query: z.strictObject({
      state: commaList(scanStates).optional(),
      owner: id.optional().describe('Id of a user; for administrators'),
      since: z.iso.datetime({ offset: true }).optional().describe('Made at or after this time'),
      ...pageQuery,
    }),
    replies: { 200: listOf(scanSummarySchema) },
    async handle({ query, principal, context: { store } }) {
      const allowed = ownerFor(principal);
      const ownerId = query.owner === undefined ? allowed : Number(query.owner);
      if (allowed !== null && ownerId !== allowed) throw forbidden('admin');
      const { items, next } = await listScans(store.db, {
        ...(ownerId !== null && { ownerId }),
        ...(query.state && { states: query.state }),
        ...(query.since !== undefined && { sinceTime: Date.parse(query.since) }),
        ...pageOf(query),
      });
      return { body: { items: await scanSummaries(store.db, items), next } };
    },
  }),
  route({
    method: 'get',
    path: '/scans/:id',
    summary: 'One scan with its results',
    tag: 'scans',
    role: 'viewer',
    params: scanParams,
    replies: { 200: scanSchema },
    async handle({ params, principal, context, response }) {
      const scan = await scanFor(context, principal, params.id);
      response.status(200).type('json');
      await pipeline(Readable.from(scanText(context.store.db, scan)), response);
      return undefined;
    },
  }),
  route({
    method: 'get',
    path: '/scans/:id/results',
    summary: 'The results of a scan, page by page',
    tag: 'scans',
    role: 'viewer',
    params: scanParams,
    query: z.strictObject(pageQuery),
    replies: { 200: listOf(analysisSchema) },
    async handle({ params, query, principal, context }) {
      const scan = await scanFor(context, principal, params.id);
      const [position = NaN, entry = NaN] = (query.cursor ?? '-1.0').split('.').map(Number);
      const after: [number, number] = [
        Number.isSafeInteger(position) ? position : -1,
        Number.isSafeInteger(entry) ? entry : 0,
      ];
      const { items, next } = await resultsPage(context.store.db, scan, { after, limit: query.limit });
      return { body: { items, next: next?.join('.') ?? null } };
    },
  }),
  route({
    method: 'get',
    path: '/scans/:id/bodies/:sha256',
    summary: 'An uploaded file, as a download',
    description: 'Hostile code: it comes as plain text to be saved, and nothing shows it.',
    tag: 'scans',
    role: 'viewer',
    params: z.object({
      id: scanId,
      sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 lower-case hexadecimal digits'),
    }),
    replies: { 200: 'text/plain' },
    async handle({ params, principal, context, response }) {
      const { db } = context.store;
      const scan = await scanFor(context, principal, params.id);
      const file = await db
        .selectFrom('scan_files')
        .select('upload_id')
        .where('scan_id', '=', scan.id)
        .where('sha256', '=', params.sha256)
        .where('upload_id', 'is not', null)
        .limit(1)
        .executeTakeFirst();
      if (!file) throw notFound('file', params.sha256);
      sendBody(response, await readUpload(db, file.upload_id!), `${params.sha256}.txt`);
      return undefined;
    },
  }),
  route({
    method: 'post',
    path: '/scans/:id/cancel',
    summary: 'Cancel a scan that waits or runs',
    tag: 'scans',
    role: 'analyst',
    params: scanParams,
    replies: { 200: scanSummarySchema },
    async handle({ params, principal, context }) {
      const scan = await scanFor(context, principal, params.id);
      if (!isOver(scan)) await cancel(context, scan);
      const now = await scanFor(context, principal, params.id);
      return { body: (await scanSummaries(context.store.db, [now]))[0] ?? scanHead(now) };
    },
  }),
  route({
    method: 'delete',
    path: '/scans/:id',
    summary: 'Delete a scan with its results and files',
    tag: 'scans',
    role: 'analyst',
    params: scanParams,
    replies: { 204: null },
    async handle({ params, principal, context }) {
      const scan = await scanFor(context, principal, params.id);
      if (!isOver(scan)) await cancel(context, scan);
      await deleteScan(context.store.db, scan.id);
      await dropUnusedUploads(context.store, context.now());
      return {};
    },
  }),
];
