import { sql } from 'kysely';
import { batches } from './batches.ts';
import type { Db } from './store.ts';

/** Something measured, e.g. a score or a duration; `label` tells series of one name apart. */
export interface Measure {
  name: string;
  label?: string;
  value: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** All measures of one name, label and hour together. */
export interface MetricPoint {
  name: string;
  label: string;
  at: number;
  count: number;
  sum: number;
  minimum: number;
  maximum: number;
}

const hour = 3_600_000;

/** Adds measures to their hours. */
export async function addMeasures(db: Db, measures: readonly Measure[]): Promise<void> {
  const points = new Map<string, MetricPoint>();
  for (const { name, label = '', value, at } of measures) {
    const start = Math.floor(at / hour) * hour;
    const key = `${name}|${label}|${start}`;
    const point = points.get(key) ?? {
      name,
      label,
      at: start,
      count: 0,
      sum: 0,
      minimum: value,
      maximum: value,
    };
    point.count++;
    point.sum += value;
    point.minimum = Math.min(point.minimum, value);
    point.maximum = Math.max(point.maximum, value);
    points.set(key, point);
  }
  // In one order everywhere, so that two writers never wait for each other in a circle.
  const sorted = [...points.entries()]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, point]) => point);
  for (const piece of batches(sorted, 7)) {
    await db
      .insertInto('metrics')
      .values(piece)
      .onConflict((on) =>
        on.columns(['name', 'label', 'at']).doUpdateSet({
          count: sql<number>`metrics.count + excluded.count`,
          sum: sql<number>`metrics.sum + excluded.sum`,
          minimum: sql<number>`case when excluded.minimum < metrics.minimum then excluded.minimum else metrics.minimum end`,
          maximum: sql<number>`case when excluded.maximum > metrics.maximum then excluded.maximum else metrics.maximum end`,
        }),
      )
      .execute();
  }
}

/** The hours of one series between two times, oldest first. */
export async function readMetric(
  db: Db,
  series: { name: string; label?: string; from?: number; to?: number },
): Promise<MetricPoint[]> {
  let query = db.selectFrom('metrics').selectAll().where('name', '=', series.name);
  if (series.label !== undefined) query = query.where('label', '=', series.label);
  if (series.from !== undefined) query = query.where('at', '>=', series.from);
  if (series.to !== undefined) query = query.where('at', '<', series.to);
  return query.orderBy('at').orderBy('label').execute();
}
