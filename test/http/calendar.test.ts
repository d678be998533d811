import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sql } from 'kysely';

import type { Calendar } from '../../src/contract/calendar.ts';
import { TASK_STATUS } from '../../src/contract/task-states.ts';
import { addAccounts, openWorld, videoRequest, type World } from './world.ts';

const HOUR_MS = 3_600_000;

async function read(world: World, query: string): Promise<Calendar> {
  const answer = await world.call('GET', `/api/v1/task/calendar?${query}`);
  assert.equal(answer.code, 0, `${answer.message} ${answer.errors}`);
  return answer.data as Calendar;
}

/** The days that have something, with what they have. */
function shown({ days }: Calendar): [date: string, ids: number[]][] {
  return days
    .filter(({ entries }) => entries.length > 0)
    .map(({ date, entries }) => [date, entries.map(({ id }) => id)]);
}

test('tasks stand on the day they are due, started or finished', async (t) => {
  const world = await openWorld(t, { timeZone: 'Europe/Madrid' });
  world.clock.set('2026-03-01T10:00:00Z');
  await addAccounts(world, [{ platform: 'instagram', username: 'Jose_1', serial: 'PHONE2' }]);
  const at = (start_at: string, changes: object = {}) => world.create(videoRequest({ start_at, ...changes }));
  const [due = 0] = await at('2026-03-03T23:30:00Z');
  const [done = 0] = await at('2026-03-05T12:00:00Z', { allow_duplicate: true });
  const [failed = 0] = await at('2026-03-02T12:00:00Z', { serials: [], usernames: ['jose_1'] });
  const [running = 0] = await at('2026-03-02T08:00:00Z', { serials: ['PHONE3'] });
  const set = async (id: number, changes: object) =>
    await world.db.updateTable('tasks').set(changes).where('id', '=', id).execute();
  const finished_at = new Date('2026-03-05T12:01:00Z');
  await set(done, { status: TASK_STATUS.completed, started_at: finished_at, finished_at });
  const error = JSON.stringify({ code: 'DEVICE_LOST', published: 'unknown' });
  await set(failed, { status: TASK_STATUS.failed, finished_at: new Date('2026-03-02T13:00:00Z'), error });
  await set(running, { status: TASK_STATUS.running, started_at: new Date('2026-03-02T08:00:05Z') });

  assert.equal((await read(world, '')).days[0]?.date, '2026-03-01', 'today, when no day is named');
  const week = await read(world, 'from=2026-03-02');
  assert.deepEqual([week.time_zone, week.days.length], ['Europe/Madrid', 7]);
  assert.deepEqual(shown(week), [
    ['2026-03-02', [running, failed]],
    ['2026-03-04', [due]],
    ['2026-03-05', [done]],
  ]);
  const [monday] = week.days;
  assert.deepEqual([monday?.pending, monday?.running, monday?.completed, monday?.failed], [0, 1, 0, 1]);
  const [, lost] = monday?.entries ?? [];
  assert.deepEqual(
    [lost?.what, lost?.at, lost?.error_code, lost?.published_unknown, lost?.username, lost?.platform],
    ['finished', '2026-03-02T13:00:00.000Z', 'DEVICE_LOST', true, 'jose_1', 'instagram'],
  );
  const [entry] = week.days[2]?.entries ?? [];
  assert.deepEqual(
    [entry?.what, entry?.caption, entry?.material?.mime, entry?.material_count, entry?.rehearsal],
    ['due', 'Mira mi nuevo video #viral', 'video/mp4', 1, false],
  );

  await t.test('in the days of another zone', async () => {
    assert.deepEqual(shown(await read(world, 'from=2026-03-03&days=1&time_zone=utc')), [['2026-03-03', [due]]]);
  });
  await t.test('by phone, account, app and state', async () => {
    const ids = async (query: string) => shown(await read(world, `from=2026-03-02&${query}`)).flatMap(([, all]) => all);
    assert.deepEqual(await ids('serial=PHONE1'), [due, done]);
    assert.deepEqual(await ids('username=@jose_1'), [failed]);
    assert.deepEqual(await ids('platform=tiktok'), [running, due, done]);
    assert.deepEqual(await ids('status=2&serial=PHONE1'), [done]);
  });
});

test('days are as long as the clock makes them', async (t) => {
  const world = await openWorld(t);
  const cases: readonly [zone: string, date: string, hours: number][] = [
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    // Midnight itself is skipped there: the day begins at one o'clock.
    ['America/Santiago', '2026-09-06', 23],
    ['America/Santiago', '2026-04-04', 25],
    ['Pacific/Apia', '2011-12-30', 0],
  ];
  for (const [zone, date, hours] of cases) {
    const { days } = await read(world, `from=${date}&days=1&time_zone=${zone}&per_day=0`);
    const [day] = days;
    assert.equal(
      (Date.parse(day?.ends_at ?? '') - Date.parse(day?.begins_at ?? '')) / HOUR_MS,
      hours,
      `${zone} ${date}`,
    );
  }
});

test('of a full day the earliest are shown, and all are counted', async (t) => {
  const world = await openWorld(t, { timeZone: 'UTC' });
  const start_at = new Date(world.clock.now().getTime() + 48 * HOUR_MS).toISOString();
  const [id = 0] = await world.create(videoRequest({ start_at }));
  const columns = sql.raw(
    'request_id, serial, platform, script_name, script_config, plan, search_text, source, priority, max_retries',
  );
  const day = start_at.slice(0, 10);
  await sql`insert into tasks (${columns}, scheduled_at)
    select ${columns}, ${`${day}T00:00:00Z`}::timestamptz + number * interval '1 minute'
    from tasks, generate_series(0, 599) as number where id = ${id}`.execute(world.db);
  const { days } = await read(world, `from=${day}&days=1&per_day=25`);
  assert.deepEqual([days[0]?.pending, days[0]?.entries.length], [601, 25]);
  assert.equal(days[0]?.entries.at(-1)?.at, `${day}T00:24:00.000Z`);
  assert.deepEqual((await read(world, `from=${day}&days=1&per_day=0`)).days[0]?.entries, []);
});

test('what cannot be asked is refused at its field', async (t) => {
  const world = await openWorld(t);
  const bad: readonly [query: string, path: string][] = [
    ['from=2026-02-30', 'query.from'],
    ['from=26-02-01', 'query.from'],
    ['from=2026-03-01&days=63', 'query.days'],
    ['from=2026-03-01&per_day=201', 'query.per_day'],
    ['from=2026-03-01&time_zone=Mars/Olympus', 'query.time_zone'],
    ['from=2026-03-01&time_zone=%2B01:00', 'query.time_zone'],
  ];
  for (const [query, path] of bad) {
    const { code, paths } = await world.call('GET', `/api/v1/task/calendar?${query}`);
    assert.deepEqual([code, paths], [40001, [path]], query);
  }
});
