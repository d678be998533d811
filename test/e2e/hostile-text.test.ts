import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import type { RackPhone } from '../../src/simulator/rack-types.ts';
import { CLIP, startWorld } from './world.ts';

/** Where a command would leave its mark, on the host or on the phone. */
const MARK = 'postwright-pwned';
const HOST_MARK = join(tmpdir(), MARK);
const PHONE_MARK = `/sdcard/${MARK}`;
const touch = `touch ${PHONE_MARK} ${HOST_MARK}`;

const CAPTIONS: readonly string[] = [
  `'"; ${touch}; echo "'$(${touch})\`${touch}\` && ${touch} | ${touch} > ${PHONE_MARK} \\`,
  `--help -rf $HOME %s %n \${IFS} ~ * ? [a] !! # ; exit\n\n${touch}\nline`,
  '\u202eevil\u202c \u200bzero\u200d\u2066width\u2069 مرحبا שלום 👩‍👩‍👧‍👦 e\u0301 \u{1f3f4}\u{e0067}\u{e0062}\u{e007f}',
  `"><script>alert(1)</script>&amp;&#0;&lt;node text="x"/> ]]> \\' or 1=1; drop table tasks; -- ${'ñ🎬'.repeat(500)}`,
];

const NAMES: readonly string[] = [`$(${MARK}).mp4`, '--help.mp4', `a\n'";\`${MARK}\`&|<>*?.mp4`, '\u202e4pm.mp4'];

/** None of the texts was so much as part of a line that a shell of the phone read. */
function assertNoCommand(phone: RackPhone): void {
  const read = phone
    .log()
    .filter(({ kind, what }) => kind === 'intrusion' || (kind === 'shell' && what.includes(MARK)));
  assert.deepEqual(read, []);
}

test('captions and file names are text to the letter, whatever a shell would make of them', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'postwright-hostile-'));
  t.after(() => rm(folder, { recursive: true }));
  const { rack, api } = await startWorld(t, {
    phones: CAPTIONS.length,
    phoneOverrides: [{}, { language: 'es' }, {}, {}],
    flags: { 'material-roots': folder },
  });
  const files = NAMES.map((name) => join(folder, name));
  for (const [index, file] of files.entries()) {
    await cp(CLIP, file);
    await appendFile(file, Buffer.concat([Buffer.from([0, 0, 0, 9]), Buffer.from(`free${index}`)]));
  }
  const ids: number[] = [];
  for (const [index, caption] of CAPTIONS.entries()) {
    // Braces and bars would be a choice.
    const captions = caption.replaceAll(/[{|}\\]/g, '\\$&').replaceAll('##', '# #');
    const config = { captions, material_list: [files[index]], target_app: index % 2 === 0 ? 'tiktok' : 'instagram' };
    ids.push(
      ...(await api.createTasks({ serials: [`RACK000${index + 1}`], script_name: 'post', script_config: config })),
    );
  }
  const tasks = await Promise.all(ids.map(async (id) => await api.finished(id)));
  for (const { status_text: status, error } of tasks) assert.equal(status, 'completed', JSON.stringify(error));
  const posted = rack.posts.list().map(({ serial, caption }) => [serial, caption] as const);
  assert.deepEqual(
    posted.sort(([a], [b]) => (a < b ? -1 : 1)),
    CAPTIONS.map((caption, index) => [`RACK000${index + 1}`, caption]),
  );
  for (const phone of rack.phones) {
    assertNoCommand(phone);
    assert.deepEqual(phone.machine.media.list('any'), [], 'no file is left on the phone');
  }
  assert.equal(existsSync(HOST_MARK), false);
});

test('what is searched for in an app is text as well', async (t) => {
  const { rack, api } = await startWorld(t);
  const config = {
    captions: 'x',
    material_list: [CLIP],
    add_sound: 'custom',
    custom_sound_keyword: `'"; ${touch}; $(${touch}) \`${touch}\` --x \u202e🎬`,
    sound_wait_time: 3,
  };
  const body = { serials: ['RACK0001'], script_name: 'post', script_config: config };
  const [id = 0] = await api.createTasks(body);
  const { error } = await api.finished(id);
  assert.equal(error?.code, 'SOUND_NOT_FOUND', JSON.stringify(error));
  for (const phone of rack.phones) assertNoCommand(phone);
  assert.equal(existsSync(HOST_MARK), false);
});
