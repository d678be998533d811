import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { ROUTES } from '../../contract/routes.ts';
import type { BulkOutcome } from '../../contract/task-bulk.ts';
import { ERRORS, PostwrightError } from '../../errors.ts';
import { actOnMany, type BulkResult } from '../../tasks/bulk.ts';
import { createTasks } from '../../tasks/create.ts';
import { decideTask, decideTasks } from '../../tasks/decide.ts';
import { listAllIds, listTaskPage, readStats } from '../../tasks/list.ts';
import { previewTasks } from '../../tasks/preview.ts';
import { previewCaption } from '../../tasks/preview-caption.ts';
import { findEvidence, readTask } from '../../tasks/read.ts';
import { readReceipt } from '../../tasks/receipt.ts';
import { removeTask, removeTasks } from '../../tasks/remove.ts';
import { createTasksCheck } from '../../tasks/requested-script.ts';
import { retryAllFailed } from '../../tasks/retry-all.ts';
import { retryOnRequest } from '../../tasks/retry-on-request.ts';
import { settleOnRequest } from '../../tasks/settle-on-request.ts';
import { stopTask } from '../../tasks/stop.ts';
import { viewTask } from '../../tasks/task-view.ts';
import type { HttpParts } from '../parts.ts';
import { addRoute } from '../route.ts';
import { sendReceipt } from '../send-receipt.ts';

/** A UI tree is told as text: as XML, what is on the phone's screen could run as a page of ours. */
const MEDIA_TYPES = { screenshot: 'image/png', tree: 'text/plain; charset=utf-8' } as const;

export function taskRoutes(app: FastifyInstance, parts: HttpParts): void {
  const { tasks, sessions, evidenceDirectory, preflight, pictures } = parts;
  const sourceOf = ({ headers }: FastifyRequest) => (sessions.isIn(headers) ? 'ui' : 'api');
  addRoute(
    app,
    ROUTES.createTasks,
    async ({ body, headers, request }) =>
      await createTasks(tasks, { body, idempotencyKey: headers['Idempotency-Key'], source: sourceOf(request) }),
    { checkBody: createTasksCheck(tasks.scripts) },
  );
  addRoute(app, ROUTES.previewTasks, async ({ body }) => await previewTasks(tasks, body), {
    checkBody: createTasksCheck(tasks.scripts),
  });
  addRoute(app, ROUTES.previewCaption, async ({ body }) => previewCaption(body, tasks.random));
  addRoute(app, ROUTES.listTasks, async ({ query }) => await listTaskPage(tasks.db, query));
  addRoute(app, ROUTES.listTaskIds, async ({ query }) => await listAllIds(tasks.db, query));
  addRoute(app, ROUTES.taskStats, async () => await readStats(tasks.db));
  addRoute(app, ROUTES.readTask, async ({ params }) => await readTask(tasks.db, params.id));
  addRoute(app, ROUTES.deleteTask, async ({ params }) => {
    await removeTask(tasks, params.id);
    return { deleted: true as const };
  });
  addRoute(app, ROUTES.deleteTasks, async ({ body }) => {
    const { deleted, notFound } = await removeTasks(tasks, body.task_ids);
    return { deleted_count: deleted.length, not_found: [...notFound] };
  });
  addRoute(app, ROUTES.stopTask, async ({ params }) => viewTask(await stopTask(tasks, params.id)));
  addRoute(app, ROUTES.retryTask, async ({ params, body }) => {
    return viewTask(await retryOnRequest(tasks, { taskId: params.id, force: body.force === true }));
  });
  addRoute(app, ROUTES.retryAllTasks, async () => {
    const { retried, skipped } = await retryAllFailed(tasks);
    return {
      retried_count: retried.length,
      task_ids: [...retried],
      skipped: skipped.map(({ taskId, reason }) => ({ task_id: taskId, reason })),
    };
  });
  addRoute(app, ROUTES.bulkTasks, async ({ body }) => viewBulk(await actOnMany(tasks, body)));
  addRoute(app, ROUTES.decideTask, async ({ params, body }) => viewTask(await decideTask(tasks, params.id, body)));
  addRoute(app, ROUTES.decideTasks, async ({ body }) => {
    const { decided, skipped } = await decideTasks(tasks, body);
    return {
      decided_count: decided.length,
      task_ids: [...decided],
      skipped: skipped.map(({ taskId, reason }) => ({ task_id: taskId, reason })),
    };
  });
  addRoute(app, ROUTES.settleTask, async ({ params, body, request }) => {
    return viewTask(await settleOnRequest(tasks, { taskId: params.id, said: body, source: sourceOf(request) }));
  });
  addRoute(app, ROUTES.preflightTask, async ({ params }) => await preflight(params.id));
  addRoute(app, ROUTES.readReceipt, async ({ params, query, reply }) => {
    const receipt = await readReceipt(tasks.db, params.id);
    if (query.format === 'html') await sendReceipt(reply, receipt, { ...parts, language: query.lang ?? 'en' });
    return receipt;
  });
  addRoute(app, ROUTES.readEvidence, async ({ params, query: { width }, reply }) => {
    const found = await findEvidence(tasks.db, { taskId: params.id, name: params.name, directory: evidenceDirectory });
    const bytes = await readKept(found.path);
    // What cannot be made smaller is told as it was kept.
    const smaller =
      width === undefined || found.kind === 'tree' ? null : await pictures.smaller(bytes, width).catch(() => null);
    reply
      .type(smaller === null ? MEDIA_TYPES[found.kind] : 'image/jpeg')
      .header('content-security-policy', "default-src 'none'; sandbox");
    await reply.send(smaller ?? bytes);
    return undefined;
  });
}

async function readKept(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new PostwrightError('NOT_FOUND', 'The file of this evidence is gone from the disk.', { cause: error });
  }
}

function viewBulk(results: readonly BulkResult[]): BulkOutcome {
  const refused = results.filter(({ refusal }) => refusal !== null).length;
  return {
    done_count: results.length - refused,
    refused_count: refused,
    results: results.map(({ taskId, refusal }) => ({ task_id: taskId, error: refusal && errorOf(refusal) })),
  };
}

function errorOf({ errorName, message }: PostwrightError): { code: number; message: string } {
  const entry = ERRORS[errorName];
  return { code: entry.kind === 'api' ? entry.code : ERRORS.STATE_CONFLICT.code, message };
}
