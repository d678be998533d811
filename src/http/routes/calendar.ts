import type { FastifyInstance } from 'fastify';

import { ROUTES } from '../../contract/routes.ts';
import { readCalendar } from '../../tasks/calendar.ts';
import { rescheduleTask } from '../../tasks/reschedule.ts';
import { viewTask } from '../../tasks/task-view.ts';
import type { HttpParts } from '../parts.ts';
import { addRoute } from '../route.ts';

export function calendarRoutes(app: FastifyInstance, { tasks, sessions }: HttpParts): void {
  addRoute(app, ROUTES.readCalendar, async ({ query }) => await readCalendar(tasks, query));
  addRoute(app, ROUTES.rescheduleTask, async ({ params, body, request }) => {
    const source = sessions.isIn(request.headers) ? 'ui' : 'api';
    return viewTask(await rescheduleTask(tasks, { taskId: params.id, asked: body, source }));
  });
}
