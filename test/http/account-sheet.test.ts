import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { AccountList } from '../../src/contract/account.ts';
import { CSV_TYPE, type ImportReport, XLSX_TYPE } from '../../src/contract/account-sheet.ts';
import { workbook } from '../accounts/workbook.ts';
import { openWorld, type World } from './world.ts';

const PATH = '/api/v1/account';
const SHEET = 'username,platform,tags\nmaria,tiktok,ventas\npedro,instagram,"a,b"\n';

const send = async (world: World, body: string | Uint8Array<ArrayBuffer>, query = '', type = CSV_TYPE) =>
  await world.call('POST', `${PATH}/import${query}`, { body, headers: { 'content-type': type } });

async function names(world: World): Promise<string[]> {
  const { accounts } = (await world.call('GET', PATH)).data as AccountList;
  return accounts.map(({ username }) => username);
}

test('a sheet comes as the body under any name, or as the file of a form', async (t) => {
  const world = await openWorld(t);
  const dry = (await send(world, SHEET, '?dry_run=true')).data as ImportReport;
  assert.deepEqual([dry.dry_run, dry.created, dry.total], [true, 2, 2]);
  assert.deepEqual(await names(world), []);
  for (const type of [
    CSV_TYPE,
    'text/csv; charset=utf-8',
    'application/x-www-form-urlencoded',
    'application/json',
    '',
  ]) {
    const answer = await send(world, SHEET, '', type);
    assert.equal(answer.code, 0, `${type}: ${answer.message}`);
  }
  const form = new FormData();
  const sheet = workbook([
    ['username', 'status'],
    ['ana', 1],
  ]);
  form.append('comment', 'our accounts');
  form.append('file', new File([Uint8Array.from(sheet)], 'accounts.xlsx', { type: XLSX_TYPE }));
  const encoded = new Response(form);
  const type = encoded.headers.get('content-type') ?? '';
  const body = new Uint8Array(await encoded.arrayBuffer());
  const answer = await send(world, body, '?platform=tiktok', type);
  assert.equal((answer.data as ImportReport | null)?.created, 1, answer.message);
  assert.deepEqual(await names(world), ['maria', 'pedro', 'ana']);
});

test('accounts leave as a file, filtered like the list, and come back unchanged', async (t) => {
  const world = await openWorld(t);
  await send(world, SHEET);
  for (const [format, type] of [
    ['csv', 'text/csv; charset=utf-8'],
    ['xlsx', XLSX_TYPE],
  ] as const) {
    const response = await fetch(`${world.url}${PATH}/export?format=${format}`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), type);
    assert.equal(response.headers.get('content-disposition'), `attachment; filename="accounts.${format}"`);
    const report = (await send(world, new Uint8Array(await response.arrayBuffer()))).data as ImportReport;
    assert.deepEqual([report.unchanged, report.total], [2, 2]);
  }
  const filtered = await (await fetch(`${world.url}${PATH}/export?tag=A`)).text();
  assert.match(filtered, /pedro/);
  assert.doesNotMatch(filtered, /maria/);
});

test('what is no sheet of accounts is refused', async (t) => {
  const world = await openWorld(t);
  const form = (parts: string) => `--x\r\n${parts}--x--\r\n`;
  const part = (name: string) =>
    `Content-Disposition: form-data; name="${name}"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n${SHEET}\r\n`;
  const cases: readonly [what: string, body: string, type: string, code: number, paths: readonly string[]][] = [
    ['nothing', '', CSV_TYPE, 40001, ['file']],
    ['no headings', 'maria,tiktok\n', CSV_TYPE, 40001, ['file']],
    ['headings alone', 'username,platform\n', CSV_TYPE, 40001, ['file']],
    ['JSON', '{"username":"maria"}', 'application/json', 40001, ['file']],
    [
      'a form without a file',
      form('Content-Disposition: form-data; name="a"\r\n\r\nb\r\n'),
      'multipart/form-data; boundary=x',
      40001,
      ['file'],
    ],
    [
      'a form of two files',
      form(`${part('a')}--x\r\n${part('b')}`),
      'multipart/form-data; boundary=x',
      40001,
      ['file'],
    ],
    ['a form with another boundary', form(part('file')), 'multipart/form-data; boundary=y', 40001, ['body']],
    ['a form without a boundary', form(part('file')), 'multipart/form-data', 40001, ['body']],
    ['a bad row', 'username,platform\na b,tiktok\n', CSV_TYPE, 40001, ['rows.2.username']],
    ['passwords', 'username,platform,Password\nmaria,tiktok,s3cret\n', CSV_TYPE, 40001, ['columns.Password']],
    ['6 MB', 'x'.repeat(6_000_000), CSV_TYPE, 41301, []],
  ];
  for (const [what, body, type, code, paths] of cases) {
    await t.test(`${what}: ${code}`, async () => {
      const answer = await send(world, body, '', type);
      assert.deepEqual([answer.code, answer.paths], [code, paths], answer.message);
      assert.doesNotMatch(JSON.stringify(answer), /s3cret/);
    });
  }
  assert.match((await send(world, 'x'.repeat(6_000_000))).message, /larger than 5 MiB/);
  assert.equal((await send(world, SHEET, '?dryrun=true')).code, 40001);
  assert.equal((await send(world, SHEET, '?platform=youtube')).code, 40001);
  assert.equal((await world.call('GET', `${PATH}/import`)).code, 40501);
  assert.equal((await world.call('GET', `${PATH}/export?format=pdf`)).code, 40001);
  assert.deepEqual(await names(world), []);
  assert.doesNotMatch(JSON.stringify(world.lines), /s3cret/, 'nor is it in the log');
});
