import type { TaskList, TaskListQuery, TaskStats } from '../contract/task-list.ts';
import { invalid } from '../errors.ts';
import { atOneMoment, type Db } from '../storage/database.ts';
import { countByStatus, countTasks, listTasks, type TaskFilter } from '../storage/task-list.ts';
import { viewTask } from './task-view.ts';
import { parseTimestamp } from './timestamp.ts';

const DEFAULT_PAGE_SIZE = 20;

/** One page of the tasks that fit. @throws INVALID_PARAMETER */
export async function listTaskPage(db: Db, query: TaskListQuery): Promise<TaskList> {
  const { page = 1, page_size: pageSize = DEFAULT_PAGE_SIZE, sort = '-id' } = query;
  const filter = filterOf(query);
  const { total, rows } = await atOneMoment(db, async (tx) => ({
    total: await countTasks(tx, filter),
    rows: await listTasks(tx, filter, { sort, offset: (page - 1) * pageSize, limit: pageSize }),
  }));
  return { total, page, page_size: pageSize, tasks: rows.map(viewTask) };
}

function filterOf(query: TaskListQuery): TaskFilter {
  const { created_from: from, created_to: to } = query;
  const createdFrom = from === undefined ? undefined : parseTimestamp(from, 'query.created_from');
  const createdTo = to === undefined ? undefined : parseTimestamp(to, 'query.created_to');
  if (createdFrom !== undefined && createdTo !== undefined && createdTo < createdFrom) {
    throw invalid([{ path: 'query.created_to', message: 'must not be before created_from' }]);
  }
  return {
    status: query.status,
    serial: query.serial,
    scriptName: query.script_name,
    source: query.source,
    username: query.username?.replace(/^@/, ''),
    platform: query.platform,
    createdFrom,
    createdTo,
    needsDecision: query.needs_decision,
    text: query.q?.toLowerCase(),
  };
}

export async function readStats(db: Db): Promise<TaskStats> {
  const counts = await countByStatus(db);
  return { total: counts.pending + counts.running + counts.completed + counts.failed, ...counts };
}
