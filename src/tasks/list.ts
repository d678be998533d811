import {
  MAX_LISTED_IDS,
  type TaskIds,
  type TaskIdsQuery,
  type TaskList,
  type TaskListQuery,
  type TaskStats,
} from '../contract/task-list.ts';
import { atOneMoment, type Db } from '../storage/database.ts';
import { countByStatus, countTasks, listTaskIds, listTasks } from '../storage/task-list.ts';
import { filterOf } from './task-filter.ts';
import { viewTask } from './task-view.ts';

const DEFAULT_PAGE_SIZE = 20;

/** One page of the tasks that fit. @throws INVALID_PARAMETER */
export async function listTaskPage(db: Db, query: TaskListQuery): Promise<TaskList> {
  const { page = 1, page_size: pageSize = DEFAULT_PAGE_SIZE, sort = '-id', ids, ...sent } = query;
  const filter = { ...filterOf(sent, 'query'), ids: ids?.split(',').map(Number) };
  const offset = (page - 1) * pageSize;
  const { total, rows } = await atOneMoment(db, async (tx) => {
    const found = await listTasks(tx, filter, { sort, offset, limit: pageSize });
    // A page that is not full is the last one, and says how many there are: a search goes through everything only once.
    const isLast = found.length < pageSize && (found.length > 0 || page === 1);
    return { rows: found, total: isLast ? offset + found.length : await countTasks(tx, filter) };
  });
  return { total, page, page_size: pageSize, tasks: rows.map(viewTask) };
}

/** All ids that fit, in order: for who shows a list that must not move while it is looked at. @throws INVALID_PARAMETER */
export async function listAllIds(db: Db, query: TaskIdsQuery): Promise<TaskIds> {
  const { sort = '-id', limit = MAX_LISTED_IDS, ...sent } = query;
  const ids = await listTaskIds(db, filterOf(sent, 'query'), { sort, offset: 0, limit: limit + 1 });
  return { task_ids: ids.slice(0, limit), complete: ids.length <= limit };
}

export async function readStats(db: Db): Promise<TaskStats> {
  const counts = await countByStatus(db);
  return { total: counts.pending + counts.running + counts.completed + counts.failed, ...counts };
}
