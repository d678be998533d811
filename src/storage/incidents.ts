import type { Selectable } from 'kysely';

import type { Reader } from './database.ts';
import type { IncidentTable } from './tables.ts';

export type IncidentRow = Selectable<IncidentTable>;

export async function insertIncident(
  db: Reader,
  incident: Pick<IncidentRow, 'began_at' | 'cause' | 'serials'>,
): Promise<number> {
  const row = await db.insertInto('incidents').values(incident).returning('id').executeTakeFirstOrThrow();
  return row.id;
}

export async function setIncident(
  db: Reader,
  id: number,
  changes: Partial<Pick<IncidentRow, 'ended_at' | 'serials'>>,
): Promise<void> {
  await db.updateTable('incidents').set(changes).where('id', '=', id).execute();
}

/** Incidents that a server did not live to see the end of. */
export async function endOpenIncidents(db: Reader, at: Date): Promise<void> {
  await db.updateTable('incidents').set({ ended_at: at }).where('ended_at', 'is', null).execute();
}

/** The newest first. */
export async function listIncidents(db: Reader, limit: number): Promise<IncidentRow[]> {
  return await db.selectFrom('incidents').selectAll().orderBy('id', 'desc').limit(limit).execute();
}
