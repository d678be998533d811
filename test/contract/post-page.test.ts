import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it, test } from 'node:test';

import { PostConfig } from '../../src/contract/post-config.ts';
import { addAccounts, CLIP, openWorld, PHOTOS, type World } from '../http/world.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
const PAGES = ['scripts/post.md', 'es/scripts/post.md'] as const;
/** Where the examples keep their files. */
const FOLDER = '/srv/media';

interface Example {
  readonly request: { readonly script_config: Record<string, unknown> };
  /** The field that a refusal names; null where the request is taken. */
  readonly refused: string | null;
}

function examplesOf(page: string): Example[] {
  const blocks = [...page.matchAll(/^```json(?: refused (\S+))?\n(.*?)^```$/gms)];
  return blocks.map(([, refused = null, json = '']) => ({ request: JSON.parse(json), refused }));
}

async function read(page: string): Promise<string> {
  return await readFile(join(DOCS, page), 'utf8');
}

describe('the pages of the script post', async () => {
  const [english = '', spanish = ''] = await Promise.all(PAGES.map(read));

  for (const [index, page] of [english, spanish].entries()) {
    it(`${PAGES[index]} has a heading and an example for every key`, () => {
      const examples = examplesOf(page).filter(({ refused }) => refused === null);
      for (const key of Object.keys(PostConfig.properties)) {
        assert.ok(page.includes(`\n### \`${key}\`\n`), `no heading for ${key}`);
        assert.ok(
          examples.some(({ request }) => Object.hasOwn(request.script_config, key)),
          `no example for ${key}`,
        );
      }
    });
  }

  it('show the same examples in both languages', () => {
    assert.deepEqual(examplesOf(spanish), examplesOf(english));
    assert.ok(examplesOf(english).length > 25);
  });
});

/** What the examples speak of: phones, accounts, files and a library. */
async function furnished(world: World): Promise<string> {
  const folder = join(world.directory, 'media');
  await addAccounts(world, [{ platform: 'tiktok', username: 'maria', serial: 'device_serial_1' }]);
  const clip = await readFile(CLIP);
  const photo = await readFile(PHOTOS[0] ?? '');
  const put = async (name: string, content: Buffer | string) => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  };
  await put('clip.mp4', clip);
  for (const [index, path] of PHOTOS.entries()) await cp(path, join(folder, `photo-${index + 1}.jpg`));
  const box = (text: string) =>
    Buffer.concat([clip, Buffer.from([0, 0, 0, 8 + text.length]), Buffer.from(`free${text}`)]);
  for (const name of ['clip-2.mp4', 'today/2.mp4', 'today/@maria/1.mp4', 'shelved/a.mp4', 'shelved/cats.mp4'])
    await put(name, box(name));
  await put('today/@maria/caption.txt', '{Hola|Buenas} #viral');
  for (const name of ['photos/1.jpg', 'photos/2.jpg']) await put(name, Buffer.concat([photo, Buffer.from(name)]));
  await world.parts.tasks.materials.admit(join(folder, 'shelved/a.mp4'));
  const { sha256 } = await world.parts.tasks.materials.admit(join(folder, 'shelved/cats.mp4'));
  const columns = { tags: ['cats', 'funny'], caption: 'Gatos' };
  await world.db.updateTable('materials').set(columns).where('sha256', '=', sha256).execute();
  await world.db.updateTable('materials').set({ in_library: true }).execute();
  return folder;
}

for (const page of PAGES) {
  test(`every example of ${page} does what the page says`, async (t) => {
    const world = await openWorld(t, { serials: ['device_serial_1', 'device_serial_2'] });
    const folder = await furnished(world);
    for (const { request, refused } of examplesOf(await read(page))) {
      const json = JSON.parse(JSON.stringify(request).replaceAll(FOLDER, folder)) as object;
      const answer = await world.call('POST', '/api/v1/task', { json });
      const expected = refused === null ? [200, 0, []] : [400, 40001, [refused]];
      assert.deepEqual(
        [answer.status, answer.code, answer.paths],
        expected,
        `${JSON.stringify(request)} ${answer.message}`,
      );
    }
  });
}
