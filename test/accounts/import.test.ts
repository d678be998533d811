import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';

import { Accounts } from '../../src/accounts/accounts.ts';
import { EXPORTED } from '../../src/accounts/export.ts';
import type { ImportReport } from '../../src/contract/account-sheet.ts';
import type { PostwrightError } from '../../src/errors.ts';
import { systemClock } from '../../src/kit/clock.ts';
import type { Db } from '../../src/storage/database.ts';
import { saveDevice } from '../../src/storage/devices.ts';
import { freshDatabase } from '../support/database.ts';
import { workbook } from './workbook.ts';

async function world(t: TestContext): Promise<{ db: Db; accounts: Accounts }> {
  const { db } = await freshDatabase(t);
  const phone = { state: 'device', model: 'Pixel 7', androidVersion: '14', sdk: 34, seenAt: new Date() };
  for (const serial of ['A1', 'B2']) await saveDevice(db, { ...phone, serial });
  return { db, accounts: new Accounts({ db, clock: systemClock }) };
}

const csv = (...lines: string[]) => Buffer.from(lines.join('\r\n'));
const told = ({ rows }: ImportReport) => rows.map(({ row, outcome, username }) => [row, outcome, username]);
const faults = ({ rows }: ImportReport) =>
  rows.flatMap(({ row, errors }) => errors.map(({ column, message }) => `${row} ${column}: ${message}`));

test("TikMatrix's sheet is understood: 0 is enabled, 1 disabled, its numbers and ids are left alone", async (t) => {
  const { accounts } = await world(t);
  const own = await accounts.create({ platform: 'tiktok', username: 'first', notes: 'mine' });
  const sheet = workbook([
    'id,email,pwd,username,device,device_index,logined,status,nickname,country,followers'.split(','),
    [own.id, 'a@example.com', null, 'Maria.Lopez', 'A1', '1', 1, 0, 'María', 'ES', 120],
    [2, null, null, '@pedro_2', null, 'offline', 0, 1, null, null, null],
  ]);
  const report = await accounts.importSheet(sheet, { platform: 'tiktok' });
  assert.deepEqual(told(report), [
    [2, 'created', 'maria.lopez'],
    [3, 'created', 'pedro_2'],
  ]);
  assert.deepEqual(
    report.ignored_columns.map(({ column, did_you_mean }) => [column, did_you_mean]),
    ['id', 'email', 'device_index', 'logined', 'country', 'followers', 'pwd'].map((column) => [column, null]),
  );
  const [first, maria, pedro] = await accounts.list();
  assert.deepEqual([first?.username, first?.notes], ['first', 'mine'], 'an id of another program names nothing here');
  assert.deepEqual(
    [maria?.platform, maria?.display_name, maria?.serial, maria?.enabled, maria?.signed_in],
    ['tiktok', 'María', 'A1', true, null],
  );
  assert.deepEqual([pedro?.serial, pedro?.enabled, pedro?.display_name], [null, false, null]);
});

test('a sheet changes what it says and nothing else; - empties, an empty cell says nothing', async (t) => {
  const { accounts } = await world(t);
  const before = await accounts.create({
    platform: 'instagram',
    username: 'maria',
    display_name: 'María',
    serial: 'A1',
    tags: ['ventas'],
    notes: 'x',
    enabled: false,
  });
  const sheet = csv(
    'plataforma;usuario;dispositivo;etiquetas;activa;notas',
    'Instagram;@MARIA;;norte, sur|ventas;sí;-',
    'ig;nueva;B2;;;',
    ';;;;;',
  );
  const dry = await accounts.importSheet(sheet, { dry_run: true });
  assert.deepEqual([dry.dry_run, dry.total, dry.created, dry.updated], [true, 2, 1, 1]);
  assert.deepEqual(dry.rows[0]?.changes, ['enabled', 'tags', 'notes']);
  assert.deepEqual(await accounts.list(), [before], 'a dry run changes nothing');

  const { dry_run, ...done } = await accounts.importSheet(sheet, {});
  assert.deepEqual({ ...done, dry_run: true }, dry, 'what the dry run said');
  assert.equal(dry_run, false);
  const [maria, nueva] = await accounts.list();
  assert.deepEqual(
    [maria?.id, maria?.display_name, maria?.serial, maria?.tags, maria?.notes, maria?.enabled, maria?.created_at],
    [before.id, 'María', 'A1', ['norte', 'sur', 'ventas'], '', true, before.created_at],
  );
  assert.deepEqual([nueva?.username, nueva?.serial, nueva?.enabled, nueva?.tags], ['nueva', 'B2', true, []]);
  const again = await accounts.importSheet(sheet, {});
  assert.deepEqual([again.created, again.updated, again.unchanged], [0, 0, 2]);
});

test('a password column with anything in it: refused, and nothing is stored or repeated', async (t) => {
  const { accounts } = await world(t);
  for (const heading of ['pwd', 'Contraseña', 'email_password', '2FA secret']) {
    for (const sheet of [
      csv(`username,platform,${heading}`, 'maria,tiktok,', 'pedro,tiktok,s3cret'),
      workbook([
        ['username', 'platform', heading],
        ['maria', 'tiktok', 's3cret'],
      ]),
    ]) {
      for (const options of [{}, { dry_run: true }, { skip_invalid: true }]) {
        await assert.rejects(accounts.importSheet(sheet, options), (error: PostwrightError) => {
          assert.equal(error.errorName, 'INVALID_PARAMETER');
          assert.match(error.message, new RegExp(`^columns\\.${heading}: holds passwords`));
          assert.doesNotMatch(JSON.stringify([error.message, error.data, error.stack]), /s3cret/);
          return true;
        });
      }
    }
  }
  assert.deepEqual(await accounts.list(), []);
  const empty = await accounts.importSheet(csv('username,platform,password', 'maria,tiktok,'), {});
  assert.deepEqual([empty.created, empty.ignored_columns[0]?.column], [1, 'password']);
});

test('rows with errors refuse the sheet, naming row, column, what is wrong and what to do, but no value', async (t) => {
  const { accounts } = await world(t);
  const sheet = csv(
    'Username,platform,Device,enabled,tags,notes,display_name',
    's3cret:word,tiktok,,,,,',
    ',tiktok,A1,,,,',
    'ana,myspace,,,,,',
    'eva,,,,,,',
    'leo,tiktok,s3cret,,,,',
    'noa,tiktok,,maybe,,,',
    `zoe,tiktok,,,${'x'.repeat(51)},,`,
    `ivo,tiktok,,,,${'x'.repeat(4001)},`,
    'good,tiktok,B2,yes,a;b,fine,Good',
    '@GOOD,tiktok,,,,,',
    '-,tiktok,,,,,',
  );
  const dry = await accounts.importSheet(sheet, { dry_run: true });
  assert.deepEqual(faults(dry), [
    '2 Username: is no tiktok username: those are 2 to 24 letters, digits, underscores and periods',
    '3 Username: is empty',
    '4 platform: names no platform',
    '5 platform: says no platform',
    '6 Device: names a phone that was never seen here',
    '7 enabled: is neither yes nor no',
    '8 tags: must be 1 to 50 characters, without , ; | and line breaks',
    '9 notes: must have at most 4000 characters',
    '11 Username: names the account of row 10 again',
    '12 Username: names no account',
  ]);
  assert.ok(dry.rows.every(({ errors }) => errors.every(({ remedy }) => /^[A-Z].*\.$/.test(remedy))));
  assert.deepEqual([dry.created, dry.invalid], [1, 10]);
  assert.doesNotMatch(JSON.stringify(dry), /s3cret/);
  await assert.rejects(accounts.importSheet(sheet, {}), (error: PostwrightError) => {
    const errors = error.data?.errors as { path: string; message: string }[];
    assert.equal(errors.length, 10);
    assert.deepEqual(errors[4], {
      path: 'rows.6.Device',
      message:
        'names a phone that was never seen here. Connect the phone once, or leave the cell empty and match the accounts later.',
    });
    assert.doesNotMatch(JSON.stringify(error.data), /s3cret/);
    return true;
  });
  assert.deepEqual(await accounts.list(), [], 'all or nothing');
  const partly = await accounts.importSheet(sheet, { skip_invalid: true });
  assert.deepEqual([partly.created, partly.invalid], [1, 10]);
  assert.deepEqual(
    (await accounts.list()).map(({ username, tags }) => [username, tags]),
    [['good', ['a', 'b']]],
  );
});

test('what is exported is read back to the letter, and no cell is a formula', async (t) => {
  const { db, accounts } = await world(t);
  const nasty = [
    '=1+1',
    '+34 600',
    '-',
    '-5',
    '@maria',
    "'=x",
    "''+y",
    '\tz',
    'a,b;"c"\nd',
    'ñ 🎉',
    '007',
    '1e5',
    'sep=;',
  ];
  for (const [index, text] of nasty.entries()) {
    await accounts.create({
      platform: index % 2 === 0 ? 'tiktok' : 'instagram',
      username: `user.${index}`,
      display_name: text,
      notes: text,
      serial: index === 0 ? 'A1' : null,
      enabled: index !== 1,
      tags: index === 2 ? ['uno', '=dos'] : [],
    });
  }
  await db
    .updateTable('accounts')
    .set({ last_post_at: new Date(), last_check_at: new Date(), signed_in: true })
    .execute();
  const before = await accounts.list();
  for (const format of ['csv', 'xlsx'] as const) {
    const sheet = await accounts.exportSheet(format, {});
    const same = await accounts.importSheet(sheet, {});
    assert.deepEqual(
      [same.unchanged, same.total, same.invalid],
      [nasty.length, nasty.length, 0],
      JSON.stringify(same.rows),
    );
    assert.deepEqual(await accounts.list(), before);
    await db.deleteFrom('accounts').execute();
    assert.equal((await accounts.importSheet(sheet, {})).created, nasty.length);
    const facts = (rows: typeof before) =>
      rows.map(({ platform, username, display_name, serial, enabled, tags, notes }) => {
        return { platform, username, display_name, serial, enabled, tags, notes };
      });
    assert.deepEqual(facts(await accounts.list()), facts(before), format);
    await db.deleteFrom('accounts').execute();
    await db
      .insertInto('accounts')
      .values(before.map(({ id: _, ...row }) => row))
      .execute();
    before.splice(0, before.length, ...(await accounts.list()));
  }
  const text = Buffer.from(await accounts.exportSheet('csv', {})).toString();
  assert.ok(text.startsWith(`\ufeff${EXPORTED.join(',')}\r\n`));
  assert.doesNotMatch(text, /(^|,)"?[=+\-@\t]/m);
});

test('ten thousand accounts go in and out', async (t) => {
  const { accounts } = await world(t);
  const lines = Array.from(
    { length: 10_000 },
    (_, index) => `tiktok,user${index},"Número ${index}",A1,yes,"a, b",note`,
  );
  const sheet = csv('platform,username,name,device,active,tags,notes', ...lines);
  assert.equal((await accounts.importSheet(sheet, {})).created, 10_000);
  for (const format of ['csv', 'xlsx'] as const)
    assert.equal((await accounts.importSheet(await accounts.exportSheet(format, {}), {})).unchanged, 10_000);
});

test('two sheets at once do not meet in the middle', async (t) => {
  const { accounts } = await world(t);
  const sheet = csv('username,platform', ...Array.from({ length: 50 }, (_, index) => `user${index},tiktok`));
  const reports = await Promise.all([1, 2, 3].map(async () => await accounts.importSheet(sheet, {})));
  assert.deepEqual(reports.map(({ created }) => created).toSorted(), [0, 0, 50]);
  assert.equal((await accounts.list()).length, 50);
});
