import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { TaskDetail } from '../../src/contract/task-detail.ts';
import { CLIP, PHOTOS, type World } from './world.ts';

export const clip = await readFile(CLIP);
const photo = await readFile(PHOTOS[0] ?? '');

/** Another video: the same with a box behind it that players pass over. */
export function videoOf(name: string): Buffer<ArrayBuffer> {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(8 + Buffer.byteLength(name));
  return Buffer.concat([clip, size, Buffer.from(`free${name}`)]);
}

/** Another image: what comes after the end of a JPEG is passed over. */
export const imageOf = (name: string): Buffer => Buffer.concat([photo, Buffer.from(name)]);

export async function put(path: string, content: Buffer | string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

export interface Shelved {
  readonly tags?: string[];
  readonly caption?: string;
}

/** Puts a video into the library. @returns its SHA-256. */
export async function shelve(world: World, name: string, columns: Shelved = {}): Promise<string> {
  const path = await put(join(world.directory, 'shelved', name), videoOf(name));
  const { sha256 } = await world.parts.tasks.materials.admit(path);
  const shelved = { ...columns, in_library: true };
  await world.db.updateTable('materials').set(shelved).where('sha256', '=', sha256).execute();
  return sha256;
}

export interface Post {
  readonly to?: readonly string[];
  readonly serials?: readonly string[];
}

export function body(config: object, { to = ['ana'], serials }: Post = {}): object {
  const who = serials === undefined ? { usernames: to } : { serials };
  return { ...who, script_name: 'post', script_config: config };
}

export async function made(world: World, config: object, post: Post = {}): Promise<TaskDetail[]> {
  const ids = await world.create(body(config, post));
  return await Promise.all(ids.map(async (id) => (await world.call('GET', `/api/v1/task/${id}`)).data as TaskDetail));
}

/** The names of the files of each task. */
export async function names(world: World, config: object, post: Post = {}): Promise<string[]> {
  const tasks = await made(world, config, post);
  return tasks.map(({ materials }) => materials.map(({ name }) => name).join(' '));
}

export async function refused(
  world: World,
  config: object,
  post: Post = {},
): Promise<{ path: string; message: string }> {
  const before = (await world.call('GET', '/api/v1/task/stats')).data;
  const answer = await world.call('POST', '/api/v1/task', { json: body(config, post) });
  assert.equal(answer.code, 40001, answer.message);
  assert.deepEqual((await world.call('GET', '/api/v1/task/stats')).data, before, 'nothing is created');
  return { path: answer.paths.join(' '), message: answer.errors };
}

export const ACCOUNTS = [
  { platform: 'tiktok', username: 'ana', serial: 'PHONE1' },
  { platform: 'tiktok', username: 'eva', serial: 'PHONE2' },
  { platform: 'instagram', username: 'ines', serial: 'PHONE3' },
] as const;
