import { Type } from 'typebox';

import { Calendar, CalendarQuery, RescheduleTask } from './calendar.ts';
import { Id } from './common.ts';
import { API_PREFIX, type RouteSpec } from './route-spec.ts';
import { Task } from './task.ts';

export const CALENDAR_ROUTES = {
  readCalendar: {
    method: 'GET',
    path: `${API_PREFIX}/task/calendar`,
    tag: 'task',
    summary: 'What is due and what was done, day by day',
    description:
      'A pending task stands where it is due, a running one where it started, any other where it finished. Days begin and end as they do in the time zone.',
    query: CalendarQuery,
    data: Calendar,
    errors: [],
  },
  rescheduleTask: {
    method: 'POST',
    path: `${API_PREFIX}/task/{id}/reschedule`,
    tag: 'task',
    summary: 'Move a pending task to another time',
    description:
      'Answers with the task, whose scheduled_at is later than asked where it would begin too soon after the one before it of its request on the phone. One that waits for a decision waits no longer. The other tasks of the request stay where they are.',
    params: Type.Object({ id: Id }),
    body: RescheduleTask,
    data: Task,
    errors: ['NOT_FOUND', 'STATE_CONFLICT'],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;
