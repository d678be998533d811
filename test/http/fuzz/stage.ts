import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RIGHT } from '../../scripts/custom/folders.ts';
import type { Known } from '../../support/schema-arbitrary.ts';
import { imageOf, put, shelve, videoOf } from '../picks.ts';
import { addAccounts, CLIP, PHOTOS, seeDevice, videoRequest, type World } from '../world.ts';

/** So that right ids are drawn often, and soon those of rows that have been deleted. */
const IDS = 12;

function requestOf(config: object): object {
  const isPost = !('limit' in config);
  const who = isPost ? { usernames: ['@ANA'], script_name: 'post' } : { serials: ['PHONE3'], script_name: 'demo' };
  return { ...who, script_config: isPost ? { target_app: 'tiktok', ...config } : config };
}

const FRESH_FILES = 10;
/** For any app, which only the account's app can tell: after the files. */
const TOO_LONG = 'long '.repeat(1000);

/** Puts something of everything into a world. @returns what of it calls may name, by the field that names it. */
export async function furnish(world: World): Promise<Known> {
  await seeDevice(world.db, 'a.b:5555', 'offline');
  await addAccounts(world, [
    { platform: 'tiktok', username: 'ana', serial: 'PHONE1' },
    { platform: 'instagram', username: 'ana', serial: 'PHONE2' },
    { platform: 'instagram', username: 'eva', serial: null },
  ]);
  for (const [file, content] of Object.entries(RIGHT)) await put(join(world.scriptsFolder, 'demo', file), content);
  const folder = join(world.directory, 'folder');
  for (const name of ['1.mp4', '2.mp4', '@ana/3.mp4']) await put(join(folder, name), videoOf(`f${name}`));
  await put(join(folder, 'caption.txt'), 'a caption');
  const files = await freshFiles(join(world.directory, 'fresh'));
  const shelved = [await shelve(world, 'one', { tags: ['summer'] }), await shelve(world, 'two', { caption: 'hola' })];
  await world.create(videoRequest());
  const failed = await world.create(videoRequest({ serials: ['PHONE2'] }));
  await world.db.updateTable('tasks').set({ status: 3 }).where('id', 'in', failed).execute();
  const configs = [
    { limit: 2, greeting: 'hola' },
    ...files.flatMap((file) => [{ material_list: [file] }, { material_list: [file], captions: TOO_LONG }]),
    { material_source: 'localFolder', material_path: folder },
    { material_source: 'localFolder', material_path: folder, captions: TOO_LONG },
    { materials_tags: 'summer', rehearsal: true },
  ];
  const ids = Array.from({ length: IDS }, (_, index) => index + 1);
  return {
    id: ids,
    task_ids: ids,
    serial: ['PHONE1', 'PHONE2', 'a.b:5555'],
    serials: ['PHONE1', 'PHONE2', 'PHONE3'],
    username: ['ana', '@eva', 'nobody'],
    usernames: ['ana', '@EVA'],
    sha256: shelved,
    name: ['post', 'demo', 'published.png'],
    script_name: ['post', 'post', 'post', 'demo'],
    script_config: configs,
    CreateTasks: configs.map((config) => requestOf(config)),
    material_list: [CLIP, ...PHOTOS, ...files, `material://${shelved[0]}`],
    material_path: [folder],
    start_at: ['2030-03-01T18:30:00+01:00'],
    created_from: ['2020-01-01T00:00:00Z'],
    tag: ['summer'],
    q: ['a', 'hola'],
    size_bytes: [1000],
    offset: [0],
    file: [await readFile(CLIP), videoOf('sent'), imageOf('sent')],
    tags: ['summer'],
  };
}

/** Files that the store does not know yet, and among them such as it refuses: what is refused later must not stay in it. */
async function freshFiles(directory: string): Promise<string[]> {
  const numbers = Array.from({ length: FRESH_FILES }, (_, index) => String(index));
  const made = numbers.flatMap((number) => [
    put(join(directory, `${number}.mp4`), videoOf(`fresh ${number}`)),
    put(join(directory, `${number}.jpg`), imageOf(`fresh ${number}`)),
  ]);
  return await Promise.all([...made, put(join(directory, 'text.mp4'), 'text'), put(join(directory, 'empty.mp4'), '')]);
}
