import type { Insertable } from 'kysely';

import type { AttemptTable, TaskTable } from '../../src/storage/tables.ts';

/** A task with nothing special about it. */
export function taskOf(serial: string, status: number): Insertable<TaskTable> {
  return {
    request_id: 'r1',
    serial,
    account_id: null,
    username: null,
    platform: 'tiktok',
    script_name: 'post',
    script_config: JSON.stringify({ captions: 'hola' }),
    plan: JSON.stringify({ caption: 'hola', materials: [] }),
    search_text: 'hola',
    source: 'api',
    priority: 0,
    status,
    max_retries: 0,
    scheduled_at: new Date(),
    started_at: null,
    finished_at: null,
    progress: null,
    error: null,
    result: null,
  };
}

interface AttemptWish {
  readonly number: number;
  readonly outcome: 'running' | 'failed';
  readonly server?: string;
}

export function attemptOf(taskId: number, { number, outcome, server = 's1' }: AttemptWish): Insertable<AttemptTable> {
  return {
    task_id: taskId,
    number,
    token: `token-${taskId}-${number}-${outcome}`,
    server_id: server,
    started_at: new Date(),
    finished_at: null,
    committed_at: null,
    outcome,
    account: null,
    steps: '[]',
    error: null,
    evidence: '[]',
  };
}
