import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Type } from 'typebox';

import { checker } from '../../src/contract/check.ts';
import { CreatedTasks, CreateTasks } from '../../src/contract/create-task.ts';
import { Envelope, Failure } from '../../src/contract/envelope.ts';
import { LicenseCheck } from '../../src/contract/license.ts';
import { PostConfig } from '../../src/contract/post-config.ts';
import { API_PREFIX, type RouteSpec } from '../../src/contract/route-spec.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { Task } from '../../src/contract/task.ts';
import { RetriedAll } from '../../src/contract/task-actions.ts';
import { TaskList, TaskListQuery, TaskStats } from '../../src/contract/task-list.ts';
import { ERRORS, type ErrorEntry } from '../../src/errors.ts';

const specs: readonly RouteSpec[] = Object.values(ROUTES);
const entries: readonly ErrorEntry[] = Object.values(ERRORS);

for (const page of ['docs/api.md', 'docs/es/api.md']) {
  describe(page, () => {
    const text = readFileSync(join(import.meta.dirname, '..', '..', page), 'utf8');

    it('names every route', () => {
      for (const { method, path } of specs) {
        const short = path.startsWith(API_PREFIX) ? path.slice(API_PREFIX.length) : path;
        const called = `${method} http://localhost:50809${path}`;
        assert.ok(text.includes(`${method} ${short}`) || text.includes(called), `${method} ${short}`);
      }
    });

    it('names every field, filter and key', () => {
      const schemas = [CreateTasks, PostConfig, TaskListQuery, Task];
      for (const name of schemas.flatMap((schema) => Object.keys(schema.properties))) {
        assert.ok(text.includes(`\`${name}\``) || text.includes(`"${name}"`), name);
      }
    });

    it('has every code with its status', () => {
      for (const entry of entries) {
        if (entry.kind === 'api') assert.ok(text.includes(`| ${entry.code} | ${entry.status} |`), String(entry.code));
      }
    });

    it('shows answers as they are', () => {
      const samples = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => JSON.parse(json) as unknown);
      const [created, failure, list, task, retried, stats, license, ...more] = samples;
      checker(Envelope(CreatedTasks))(created);
      checker(Failure)(failure);
      checker(Task)(task);
      checker(Envelope(RetriedAll))(retried);
      checker(Envelope(TaskStats))(stats);
      checker(Envelope(LicenseCheck))(license);
      // The list is shown with its tasks cut short.
      checker(Envelope(Type.Omit(TaskList, ['tasks'])))(list);
      assert.deepEqual(more, []);
    });
  });
}
