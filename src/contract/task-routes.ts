import { Type } from 'typebox';

import { Id } from './common.ts';
import { CreatedTasks, CreateTasks } from './create-task.ts';
import { Preflight } from './preflight.ts';
import { Receipt, ReceiptQuery } from './receipt.ts';
import { API_PREFIX, type RouteSpec } from './route-spec.ts';
import { Task } from './task.ts';
import { BatchDelete, BatchDeleted, Deleted, NoBody, RetriedAll, RetryTask, SettleTask } from './task-actions.ts';
import { BulkOutcome, BulkTasks } from './task-bulk.ts';
import { DecidedTasks, DecideTask, DecideTasks } from './task-decision.ts';
import { TaskDetail } from './task-detail.ts';
import { TaskIds, TaskIdsQuery, TaskList, TaskListQuery, TaskStats } from './task-list.ts';
import { CaptionPreview, PreviewCaption, TaskPreview } from './task-preview.ts';

const TASK = `${API_PREFIX}/task`;
const TaskId = Type.Object({ id: Id });
const EvidenceQuery = Type.Object(
  {
    width: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 4096,
        description:
          'A screenshot as a JPEG of about so many pixels across, for lists: rounded up to 120, 240, 360, 540, 720 or 1080. Trees are told whole.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** Kept apart from ids everywhere: a key that is sent again within this time answers with the first answer. */
const IdempotencyHeader = Type.Object({
  'Idempotency-Key': Type.Optional(
    Type.String({
      pattern: '^[\\x21-\\x7E]{1,255}$',
      'x-expected': '1 to 255 visible ASCII characters',
      description:
        'The same key and body within 24 hours answers with the first answer; the same key with another body is refused with 40901.',
    }),
  ),
});

export const TASK_ROUTES = {
  createTasks: {
    method: 'POST',
    path: TASK,
    tag: 'task',
    summary: 'Create tasks',
    description:
      'All of the request is created, or nothing. Media files are checked and copied first. script_config is checked by the schema of the script.',
    headers: IdempotencyHeader,
    body: CreateTasks,
    data: CreatedTasks,
    errors: ['SCRIPT_NAME_MISSING', 'SCRIPT_NOT_AVAILABLE', 'PLAN_REFUSED', 'NOT_FOUND', 'STATE_CONFLICT'],
  },
  previewTasks: {
    method: 'POST',
    path: `${TASK}/preview`,
    tag: 'task',
    summary: 'What creating tasks would make',
    description:
      'Takes the body of POST /task and decides as that does, but creates nothing, and keeps none of the files it brings. What creation would refuse is refused here too, except that earlier tasks of the same files are only told.',
    body: CreateTasks,
    data: TaskPreview,
    errors: ['SCRIPT_NAME_MISSING', 'SCRIPT_NOT_AVAILABLE', 'PLAN_REFUSED', 'NOT_FOUND'],
  },
  previewCaption: {
    method: 'POST',
    path: `${TASK}/preview/caption`,
    tag: 'task',
    summary: 'What each app would be given of a caption',
    body: PreviewCaption,
    data: CaptionPreview,
    errors: [],
  },
  listTasks: {
    method: 'GET',
    path: TASK,
    tag: 'task',
    summary: 'List tasks',
    query: TaskListQuery,
    data: TaskList,
    errors: [],
  },
  listTaskIds: {
    method: 'GET',
    path: `${TASK}/ids`,
    tag: 'task',
    summary: 'List the ids of all tasks that fit',
    description: 'Up to 200,000 at once, for who shows a list that must not move while it is looked at.',
    query: TaskIdsQuery,
    data: TaskIds,
    errors: [],
  },
  taskStats: {
    method: 'GET',
    path: `${TASK}/stats`,
    tag: 'task',
    summary: 'Count tasks by status',
    data: TaskStats,
    errors: [],
  },
  deleteTasks: {
    method: 'DELETE',
    path: `${TASK}/batch`,
    tag: 'task',
    summary: 'Delete many tasks',
    description: 'Running ones are stopped first.',
    body: BatchDelete,
    data: BatchDeleted,
    errors: [],
  },
  bulkTasks: {
    method: 'POST',
    path: `${TASK}/bulk`,
    tag: 'task',
    summary: 'Stop, retry or delete many tasks',
    description:
      'Up to 10,000, named or by a filter. Each is done or refused as a call for it alone would be; the results say which.',
    body: BulkTasks,
    data: BulkOutcome,
    errors: ['STATE_CONFLICT'],
  },
  retryAllTasks: {
    method: 'POST',
    path: `${TASK}/retry-all`,
    tag: 'task',
    summary: 'Retry all failed tasks',
    description: 'Those that may have been published already are skipped and listed.',
    body: NoBody,
    bodyOptional: true,
    data: RetriedAll,
    errors: [],
  },
  decideTasks: {
    method: 'POST',
    path: `${TASK}/overdue`,
    tag: 'task',
    summary: 'Decide about all tasks that wait for it, or about several',
    body: DecideTasks,
    data: DecidedTasks,
    errors: [],
  },
  readTask: {
    method: 'GET',
    path: `${TASK}/{id}`,
    tag: 'task',
    summary: 'Read a task with its attempts and evidence',
    params: TaskId,
    data: TaskDetail,
    errors: ['NOT_FOUND'],
  },
  deleteTask: {
    method: 'DELETE',
    path: `${TASK}/{id}`,
    tag: 'task',
    summary: 'Delete a task',
    description: 'A running one is stopped first.',
    params: TaskId,
    body: NoBody,
    bodyOptional: true,
    data: Deleted,
    errors: ['NOT_FOUND'],
  },
  stopTask: {
    method: 'POST',
    path: `${TASK}/{id}/stop`,
    tag: 'task',
    summary: 'Stop a task',
    description: 'Answers after the stop took effect, with the task as it is then.',
    params: TaskId,
    body: NoBody,
    bodyOptional: true,
    data: Task,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  retryTask: {
    method: 'POST',
    path: `${TASK}/{id}/retry`,
    tag: 'task',
    summary: 'Retry a failed task',
    description: 'Answers with the task, which is pending then and due at once.',
    params: TaskId,
    body: RetryTask,
    bodyOptional: true,
    data: Task,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  decideTask: {
    method: 'POST',
    path: `${TASK}/{id}/overdue`,
    tag: 'task',
    summary: 'Decide about a task that waits for it',
    description: 'Answers with the task as it is then.',
    params: TaskId,
    body: DecideTask,
    data: Task,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  settleTask: {
    method: 'POST',
    path: `${TASK}/{id}/settle`,
    tag: 'task',
    summary: 'Say whether a failed task was published',
    description:
      'Only for a failed task with published "unknown". true completes it, with nothing seen; false lets it be retried without force. Who said so, and when, stays on the task. Later looks at the phone are dropped.',
    params: TaskId,
    body: SettleTask,
    data: Task,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  preflightTask: {
    method: 'POST',
    path: `${TASK}/{id}/preflight`,
    tag: 'task',
    summary: 'Look at the phone of a pending task now',
    description:
      'The same is done when a task is created and five minutes before it is due. It fails no task. Who is signed in is looked at only while the phone has nothing to do.',
    params: TaskId,
    body: NoBody,
    bodyOptional: true,
    data: Preflight,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  readReceipt: {
    method: 'GET',
    path: `${TASK}/{id}/receipt`,
    tag: 'task',
    summary: 'What a completed task has to show',
    description: 'As data, or with format=html as a file of its own that can be sent to anybody.',
    params: TaskId,
    query: ReceiptQuery,
    data: Receipt,
    files: ['text/html'],
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
  readEvidence: {
    method: 'GET',
    path: `${TASK}/{id}/evidence/{name}`,
    tag: 'task',
    summary: 'A screenshot or UI tree of the task',
    params: Type.Object({ id: Id, name: Type.String({ minLength: 1, maxLength: 200 }) }),
    query: EvidenceQuery,
    data: null,
    files: ['image/png', 'image/jpeg', 'text/plain'],
    errors: ['NOT_FOUND'],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;
