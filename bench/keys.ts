/** What every key of script_config comes to: posts on the rack through the API, and what its ledger says of them. */
import { parseArgs } from 'node:util';
import type { Post } from '../src/simulator/rack.ts';
import { baseConfig, KEY_CASES, type KeyCase } from './kit/key-cases.ts';
import { machineLine } from './kit/machine-line.ts';
import { postBody, serialsOf } from './kit/posts.ts';
import { printTable, type Row } from './kit/table.ts';
import { type RunningRack, type RunningServer, untilKnown, untilSettled, World } from './kit/world.ts';

const WITHIN_MS = 10 * 60_000;
const LANGUAGES = ['en', 'es'] as const;
const STORY = 'story';

interface Tried {
  readonly wanted: KeyCase;
  readonly language: (typeof LANGUAGES)[number];
  readonly taskId: number;
  /** No other post has it; a story has none. */
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

/** One task for each case and language. Phones take turns; stories, which have no caption, have a phone to themselves each. */
async function createAll(server: RunningServer, cases: readonly KeyCase[], serials: readonly string[]) {
  const tried: Tried[] = [];
  for (const [place, language] of LANGUAGES.entries()) {
    const own = serials.filter((_, index) => index % LANGUAGES.length === place);
    for (const [index, wanted] of cases.entries()) {
      const serial = own[index % own.length] ?? '';
      const caption = `${wanted.key} · ${wanted.app} ${wanted.kind} · ${language} #key`;
      const body = postBody([serial], { ...baseConfig(wanted), ...wanted.config }, caption);
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

/** What the row says of sound, volumes and product, in words. */
function extras(post: Post): string {
  const { sound, origin_sound_volume: origin, add_sound_volume: added, product_link: product } = post;
  const volumes = origin === null && added === null ? [] : [`volumes ${origin ?? '–'}/${added ?? '–'}`];
  return (
    [...(sound === null ? [] : [`“${sound}”`]), ...volumes, ...(product === null ? [] : [product])].join(', ') || '–'
  );
}

function fits(post: Post, { ledger = {} }: KeyCase): boolean {
  const { sound = null, origin_sound_volume: origin = null, add_sound_volume: added = null } = ledger;
  return (
    post.sound === sound &&
    post.origin_sound_volume === origin &&
    post.add_sound_volume === added &&
    post.product_link === (ledger.product_link ?? null)
  );
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
    await control(rack, `/phones/${serial}/settings`, { language: LANGUAGES[index % LANGUAGES.length] });
  const server = await world.startServer(rack);
  await untilKnown(server.api, phones);
  const tried = await createAll(server, cases, serials);
  const tasks = await untilSettled(
    server.api,
    tried.map(({ taskId }) => taskId),
    { withinMs: WITHIN_MS, pollMs: 1_000 },
  );
  const posts = [...(await control<Post[]>(rack, '/posts'))];
  const rows: Row[] = [];
  let wrong = 0;
  for (const [index, attempt] of tried.entries()) {
    const at = posts.findIndex((post) => isOf(post, attempt));
    const [post] = at === -1 ? [] : posts.splice(at, 1);
    const { error } = tasks[index] ?? {};
    const isRight = post !== undefined && fits(post, attempt.wanted) && error == null;
    if (!isRight) wrong += 1;
    const said = post === undefined ? `nothing: ${error?.code} ${error?.message}` : extras(post);
    const { key, app, kind } = attempt.wanted;
    rows.push([key, app, kind, attempt.language, String(post?.media.length ?? 0), said, isRight ? 'ok' : 'WRONG']);
  }
  printTable(['key', 'app', 'kind', 'language', 'files', 'in the ledger', ''], rows);
  console.log(
    `\n${tried.length} tasks, ${tried.length - wrong} as asked, ${posts.length} posts that nobody asked for.`,
  );
  if (wrong + posts.length > 0) process.exitCode = 1;
});
