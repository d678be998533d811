import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createPlainPhone, writeFile } from './support/test-machine.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples/media');
const VIDEO = 'content://media/external/video/media';
const SCAN = 'am broadcast -a android.intent.action.MEDIA_SCANNER_SCAN_FILE -d file:///sdcard/Movies/a%20b.mp4';

test('Android 11 and newer have a row as soon as there is a file, and none after it', async () => {
  const { sh, machine } = createPlainPhone(30);
  writeFile(machine, '/sdcard/Movies/a.mp4', 'bytes', 1_600_000_000);
  const query = `content query --uri ${VIDEO} --projection _id:_data:_size:date_modified --where "_display_name='a.mp4'"`;
  assert.match(
    (await sh(query)).out,
    /^Row: 0 _id=31, _data=\/storage\/emulated\/0\/Movies\/a\.mp4, _size=NULL, date_modified=(?!1600000000)\d+\n$/,
  );
  const scan = await sh('content call --uri content://media/ --method scan_file --arg /sdcard/Movies/a.mp4');
  assert.equal(
    scan.out,
    'Result: Bundle[{android.intent.extra.STREAM=content://media/external_primary/video/media/31}]\n',
  );
  assert.match((await sh(query)).out, /_size=5, date_modified=1600000000\n$/);
  await sh('rm /sdcard/Movies/a.mp4');
  assert.equal((await sh(query)).out, 'No result found.\n');
});

test('Android 9 lists what was broadcast, and goes on listing it after rm', async () => {
  const { sh, machine } = createPlainPhone(28);
  writeFile(machine, '/sdcard/Movies/a b.mp4', 'bytes');
  assert.deepEqual(machine.media.list('any'), []);
  assert.equal(
    (await sh('content call --uri content://media/ --method scan_file --arg "/sdcard/Movies/a b.mp4"')).out,
    'Result: null\n',
  );
  const { out } = await sh(SCAN);
  assert.equal(
    out,
    'Broadcasting: Intent { act=android.intent.action.MEDIA_SCANNER_SCAN_FILE dat=file:///sdcard/Movies/a%20b.mp4 flg=0x400000 }\nBroadcast completed: result=0\n',
  );
  const [row] = machine.media.list('video');
  assert.ok(row && machine.media.isReadable(row));
  await sh('rm "/sdcard/Movies/a b.mp4"');
  const [left] = machine.media.list('video');
  assert.ok(left && !machine.media.isReadable(left));
  assert.equal(left.sha256, row.sha256);
  await sh(SCAN);
  assert.deepEqual(machine.media.list('video'), []);
});

test('a broadcast for a file that is not there answers just the same', async () => {
  const { sh, machine } = createPlainPhone(28);
  assert.match((await sh(SCAN)).out, /Broadcast completed: result=0\n$/);
  assert.deepEqual(machine.media.list('any'), []);
});

test('the scanner reads size and length of real media', async () => {
  const { machine } = createPlainPhone(33);
  writeFile(machine, '/sdcard/Movies/clip.mp4', await readFile(join(EXAMPLES, 'clip.mp4')));
  const row = machine.media.scan('/sdcard/Movies/clip.mp4');
  assert.ok(row?.scanned?.media?.widthPx && row.scanned.media.heightPx && row.scanned.media.durationMs);
  const [seen] = machine.media.list('video');
  assert.equal(seen?.durationMs, row.scanned.media.durationMs);
  assert.equal(machine.media.byUri(`content://media/external_primary/video/media/${row.id}`)?.path, row.path);
  assert.equal(machine.media.byUri(`content://media/external/images/media/${row.id}`), null);
});

test('pickers show the newest change first', async () => {
  const { machine } = createPlainPhone(33);
  for (const [name, seconds] of [
    ['old', 100],
    ['new', 300],
    ['middle', 200],
  ] as const) {
    writeFile(machine, `/sdcard/DCIM/Camera/${name}.jpg`, name, seconds);
    machine.media.scan(`/sdcard/DCIM/Camera/${name}.jpg`);
  }
  assert.deepEqual(
    machine.media.list('image').map(({ name }) => name),
    ['new.jpg', 'middle.jpg', 'old.jpg'],
  );
});

test('hidden files and what is no media are not listed', async () => {
  const { sh, machine } = createPlainPhone(33);
  await sh(
    'mkdir -p /sdcard/.hidden; touch /sdcard/.hidden/a.mp4 /sdcard/Movies/.b.mp4 /sdcard/Movies/c.txt /data/local/tmp/d.mp4',
  );
  assert.deepEqual(machine.media.rows(), []);
});

test('content query goes on to exit 0 whatever is wrong', async (t) => {
  const cases: [string, RegExp][] = [
    [
      `--uri ${VIDEO} --projection _id,_data`,
      /^Error while accessing provider:media\njava\.lang\.IllegalArgumentException: Invalid column _id,_data\n/,
    ],
    [`--uri ${VIDEO} --limit 1`, /^\[ERROR\] Unsupported argument: --limit\n/],
    [`--uri ${VIDEO} --where "_display_name=it's"`, /SQLiteException: unrecognized token: "'s"/],
    [`--uri ${VIDEO} --where "nope=1"`, /SQLiteException: no such column: nope/],
    [`--uri ${VIDEO} --where "_id="`, /SQLiteException: incomplete input/],
    [`--uri ${VIDEO} --sort "_id DESC LIMIT 1"`, /IllegalArgumentException: Invalid token LIMIT/],
    ['--uri content://media/internal/nothing', /IllegalArgumentException: Unknown URL/],
    ['', /^\[ERROR\] Content provider URI not specified/],
  ];
  for (const [args, expected] of cases) {
    await t.test(args, async () => {
      const { code, out, err } = await createPlainPhone(33).sh(`content query ${args}`);
      assert.deepEqual([code, out], [0, '']);
      assert.match(err, expected);
    });
  }
});

test('conditions and order are those of SQLite', async (t) => {
  const { sh } = createPlainPhone(33);
  await sh(
    'touch -d @100 /sdcard/Movies/a.mp4; touch -d @200 "/sdcard/Movies/b\'s.mp4"; touch -d @300 /sdcard/Pictures/c.jpg',
  );
  for (const name of ['Movies/a.mp4', "Movies/b's.mp4", 'Pictures/c.jpg'])
    await sh(`content call --uri content://media/ --method scan_file --arg "/sdcard/${name}"`);
  const cases: [string, string[]][] = [
    ['--sort "date_modified DESC"', ['c.jpg', "b's.mp4", 'a.mp4']],
    ["--where \"_display_name='b''s.mp4'\"", ["b's.mp4"]],
    ['--where "date_modified>100 AND mime_type LIKE \'video/%\'"', ["b's.mp4"]],
    ["--where \"_display_name IN ('a.mp4','c.jpg') OR _id=0\" --sort _id", ['a.mp4', 'c.jpg']],
    ['--where "NOT (media_type=3)"', ['c.jpg']],
    ['--where "duration IS NOT NULL"', []],
  ];
  for (const [args, expected] of cases) {
    await t.test(args, async () => {
      const { out } = await sh(`content query --uri content://media/external/file --projection _display_name ${args}`);
      assert.deepEqual(
        [...out.matchAll(/_display_name=(.*)/g)].map(([, name]) => name),
        expected,
      );
    });
  }
});

test('content delete takes the file too', async () => {
  const { sh } = createPlainPhone(33);
  await sh('touch /sdcard/Movies/a.mp4 /sdcard/Movies/b.mp4');
  assert.deepEqual(await sh(`content delete --uri ${VIDEO} --where "_display_name='a.mp4'"`), {
    code: 0,
    out: '',
    err: '',
  });
  assert.equal((await sh('ls /sdcard/Movies')).out, 'b.mp4\n');
});

test('a moved file keeps its id, a directory takes its files along', async () => {
  const { sh, machine } = createPlainPhone(33);
  await sh('touch /sdcard/Movies/a.mp4; mv /sdcard/Movies/a.mp4 /sdcard/Movies/b.mp4');
  assert.deepEqual(
    machine.media.rows().map(({ id, path }) => [id, path]),
    [[31, '/storage/emulated/0/Movies/b.mp4']],
  );
  await sh('rm -rf /sdcard/Movies');
  assert.deepEqual(machine.media.rows(), []);
});
