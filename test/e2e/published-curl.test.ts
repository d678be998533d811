import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { startRack } from '../../src/simulator/rack.ts';
import { freshDatabase } from '../support/database.ts';
import { startProgram } from '../support/program.ts';
import { Caller, CLIP } from './world.ts';

/** As it stands in the published documentation of the API; only the port differs, since tests take a free one. */
const publishedBody = `{ "serials": ["device_serial_1"],
        "script_name": "post",
        "script_config": { "content_type": 0, "captions": "Mira mi nuevo video #viral", "material_list": ["C:/Videos/video1.mp4"], "upload_wait_time": 60 } }`;

test('the published curl works verbatim once its serial and its file exist', async (t) => {
  const { url: databaseUrl } = await freshDatabase(t);
  const folder = await mkdtemp(join(tmpdir(), 'postwright-curl-'));
  const phoneOverrides = [{ serial: 'device_serial_1' }];
  const rack = await startRack({ phones: 1, adbPort: 0, controlPort: 0, pace: 'instant', seed: 5, phoneOverrides });
  t.after(async () => {
    await rack.stop();
    await rm(folder, { recursive: true });
  });
  // Where there are no drives, C:/Videos is a folder of the working directory.
  const file = join(folder, 'C:', 'Videos', 'video1.mp4');
  await mkdir(dirname(file), { recursive: true });
  await cp(CLIP, file);
  const flags = { port: '0', adb: `127.0.0.1:${rack.adbPort}`, 'data-dir': join(folder, 'data') };
  const settings = { ...flags, 'database-url': databaseUrl, 'material-roots': folder };
  const args = ['serve', ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value])];
  const server = startProgram(t, { cwd: folder, args });
  const url = (await server.found(/listens on (http:\S+)/)).replace('127.0.0.1', 'localhost');
  const api = new Caller(url);
  await api.deviceIs('device_serial_1', 'device');

  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`${url}/api/v1/task`, { method: 'POST', headers, body: publishedBody });
  const answer = (await response.json()) as { code: number; data: { task_ids: number[]; created_count: number } };
  assert.equal(answer.code, 0);
  assert.equal(answer.data.created_count, 1);
  const task = await api.finished(answer.data.task_ids[0] ?? 0);
  assert.equal(task.status_text, 'completed', JSON.stringify(task.error));
  assert.equal(rack.posts.list()[0]?.caption, 'Mira mi nuevo video #viral');
  assert.equal(rack.posts.list()[0]?.media[0]?.size, (await readFile(CLIP)).length);
  assert.equal(await server.stop(), 0);
});
