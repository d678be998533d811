/** What every key of script_config comes to: posts on the rack by the API, and what its ledger says of them. */
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import type { Post } from '../src/simulator/rack.ts';
import { baseConfig, KEY_CASES, type KeyCase, LIBRARY } from './kit/key-cases.ts';
import { machineLine } from './kit/machine-line.ts';
import { postBody, serialsOf } from './kit/posts.ts';
import { printTable, type Row } from './kit/table.ts';
import { type RunningRack, type RunningServer, untilKnown, untilSettled, World } from './kit/world.ts';

const WITHIN_MS = 10 * 60_000;
const UPLOAD_WITHIN_MS = 60_000;
const LANGUAGES = ['en', 'es'] as const;
const LOCALES = { en: 'en-US', es: 'es-ES' } as const;
const STORY = 'story';

interface Tried {
  readonly wanted: KeyCase;
  readonly language: (typeof LANGUAGES)[number];
  readonly taskId: number;
  /** Of its kind in its app on its phone no other post has it; a story has none. */
  readonly caption: string;
  readonly serial: string;
}

async function control<Data>(rack: RunningRack, path: string, settings?: object): Promise<Data> {
  const answer = await fetch(`http://127.0.0.1:${rack.controlPort}${path}`, {
    ...(settings === undefined ? {} : { method: 'PUT', body: JSON.stringify(settings) }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Data;
}

/** The library gives only what was put into it. */
async function fillLibrary({ url }: RunningServer): Promise<void> {
  for (const path of LIBRARY) {
    const form = new FormData();
    form.append('file', await openAsBlob(path), basename(path));
    const answer = await fetch(`${url}/api/v1/material`, {
      method: 'POST',
      body: form,
      signal: AbortSignal.timeout(UPLOAD_WITHIN_MS),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
}

/** One task for each case and language; the phones of a language take turns. */
async function createAll(server: RunningServer, cases: readonly KeyCase[], serials: readonly string[]) {
  const tried: Tried[] = [];
  for (const [place, language] of LANGUAGES.entries()) {
    const phones = serials.filter((_, index) => index % LANGUAGES.length === place);
    for (const [index, wanted] of cases.entries()) {
      const serial = phones[index % phones.length] ?? '';
      const own = `${wanted.key} · ${wanted.app} ${wanted.kind} · ${language} #key`;
      const caption = wanted.ledger?.caption ?? own;
      const body = postBody([serial], { ...baseConfig(wanted), ...wanted.config }, own);
      const { task_ids: ids } = await server.api.post<{ task_ids: number[] }>('/task', body);
      tried.push({ wanted, language, taskId: ids[0] ?? 0, caption, serial });
    }
  }
  return tried;
}

function isOf(post: Post, { wanted, caption, serial }: Tried): boolean {
  if (post.app !== wanted.app || post.kind !== wanted.kind || post.serial !== serial) return false;
  return wanted.kind === STORY ? fits(post, wanted) : post.caption === caption;
}

/** What the row says besides its caption, in words. */
function inWords(post: Post): string {
  const { title, sound, origin_sound_volume: origin, add_sound_volume: added, product_link: product, media } = post;
  const files = media.length === 1 ? '1 file' : `${media.length} files`;
  const volumes = origin === null && added === null ? null : `volumes ${origin ?? '–'}/${added ?? '–'}`;
  const quoted = [title === null ? null : `title “${title}”`, sound === null ? null : `sound “${sound}”`];
  return [files, ...quoted, volumes, product].filter((part) => part !== null).join(', ');
}

function fits(post: Post, { ledger = {} }: KeyCase): boolean {
  const { sound = null, origin_sound_volume: origin = null, add_sound_volume: added = null } = ledger;
  return (
    post.sound === sound &&
    post.origin_sound_volume === origin &&
    post.add_sound_volume === added &&
    post.product_link === (ledger.product_link ?? null) &&
    post.title === (ledger.title ?? null)
  );
}

/** In the order of the task. */
function haveSameFiles({ media }: Post, sha256s: readonly string[]): boolean {
  return JSON.stringify(media.map(({ sha256 }) => sha256)) === JSON.stringify(sha256s);
}

interface Outcome extends Tried {
  readonly said: string;
  readonly isRight: boolean;
}

/** One row where both languages came to the same. */
function rowsOf(outcomes: readonly Outcome[]): readonly Row[] {
  const same = Map.groupBy(outcomes, ({ wanted: { key, app, kind }, said }) => JSON.stringify([key, app, kind, said]));
  return [...same].map(([row, those]) => [
    ...(JSON.parse(row) as string[]),
    those.map(({ language }) => language).join(' '),
  ]);
}

const { values } = parseArgs({
  options: { phones: { type: 'string', default: '6' }, only: { type: 'string', default: '' } },
});
const phones = Number(values.phones);
const cases = KEY_CASES.filter(({ key, app, kind }) => `${key} ${app} ${kind}`.includes(values.only));
console.log(machineLine());
await World.use(async (world) => {
  const rack = await world.startRack({ phones, pace: 'instant' });
  const serials = serialsOf(phones);
  for (const [index, serial] of serials.entries())
    await control(rack, `/phones/${serial}/settings`, { locale: LOCALES[LANGUAGES[index % LANGUAGES.length] ?? 'en'] });
  const server = await world.startServer(rack);
  await untilKnown(server.api, phones);
  await fillLibrary(server);
  const tried = await createAll(server, cases, serials);
  const tasks = await untilSettled(
    server.api,
    tried.map(({ taskId }) => taskId),
    { withinMs: WITHIN_MS, pollMs: 1_000 },
  );
  const posts = [...(await control<Post[]>(rack, '/posts'))];
  const outcomes = tried.map((attempt, index): Outcome => {
    const at = posts.findIndex((post) => isOf(post, attempt));
    const [post] = at === -1 ? [] : posts.splice(at, 1);
    const { error = null, result = null } = tasks[index] ?? {};
    const isRight = post !== undefined && fits(post, attempt.wanted) && haveSameFiles(post, result?.materials ?? []);
    const said = post === undefined ? `nothing: ${error?.code} ${error?.message}` : inWords(post);
    return { ...attempt, said: isRight ? said : `WRONG: ${said}`, isRight };
  });
  printTable(['key', 'app', 'kind', 'in the ledger', 'languages'], rowsOf(outcomes));
  const right = outcomes.filter(({ isRight }) => isRight).length;
  console.log(`\n${tried.length} tasks, ${right} as asked, ${posts.length} posts that nobody asked for.`);
  if (right < tried.length || posts.length > 0) process.exitCode = 1;
});
