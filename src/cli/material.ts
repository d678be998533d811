import { basename } from 'node:path';
import type { WriteStream } from 'node:tty';

import type { Config } from '../config.ts';
import type { Material, MaterialDetail, MaterialList } from '../contract/material.ts';
import { PostwrightError } from '../errors.ts';
import { type ApiClient, ApiRefusal, serverClient } from './api-client.ts';
import { type UploadEnd, uploadFile } from './file-upload.ts';
import { LiveLines } from './live-lines.ts';
import { megabytes, ProgressBar } from './progress-bar.ts';
import type { Terminal, TerminalStreams } from './terminal.ts';

interface MaterialCommand {
  readonly config: Config;
  readonly terminal: Terminal;
}

interface AddCommand extends MaterialCommand {
  readonly files: readonly string[];
  readonly tag?: readonly string[];
  readonly caption?: string;
  readonly streams: TerminalStreams;
}

/** Often enough to be seen moving, seldom enough not to cost anything. */
const REDRAW_MS = 100;

/** Sends files to the library, one after the other. @returns 1 when any could not be sent. */
export async function runMaterialAdd(command: AddCommand): Promise<number> {
  const client = serverClient(command.config);
  let failed = 0;
  for (const path of command.files) {
    try {
      const end = await addOne(client, path, command);
      command.terminal.print(
        `${basename(path)}  ${end.outcome}  ${megabytes(end.sizeBytes)}  material://${end.sha256}`,
      );
    } catch (error) {
      // Nothing else can be sent either.
      if (error instanceof PostwrightError && error.errorName === 'SERVER_UNREACHABLE') throw error;
      if (!(error instanceof ApiRefusal) && !(error instanceof PostwrightError)) throw error;
      failed += 1;
      command.terminal.warn(`${basename(path)}: ${error.message}`);
    }
  }
  return failed === 0 ? 0 : 1;
}

async function addOne(client: ApiClient, path: string, { tag = [], caption, streams }: AddCommand): Promise<UploadEnd> {
  const fields = {
    ...(tag.length === 0 ? {} : { tags: tag.join(',') }),
    ...(caption === undefined ? {} : { caption }),
  };
  const end = await withBar(
    path,
    streams,
    async (onProgress) => await uploadFile({ client, path, fields, onProgress }),
  );
  if (end.outcome === 'there already') await describe(client, end.sha256, { tag, caption });
  return end;
}

/** What is said of a file that is not sent again is said all the same; one that only a task brought is in the library now. */
async function describe(
  client: ApiClient,
  sha256: string,
  { tag, caption }: { readonly tag: readonly string[]; readonly caption: string | undefined },
): Promise<void> {
  const { tags } = await client.get<MaterialDetail>(`/material/${sha256}`);
  const added = tag.flatMap((list) => list.split(',')).filter((each) => each.trim() !== '');
  await client.patch<Material>(`/material/${sha256}`, {
    in_library: true,
    ...(added.length === 0 ? {} : { tags: [...tags, ...added] }),
    ...(caption === undefined ? {} : { caption }),
  });
}

type OnProgress = Parameters<typeof uploadFile>[0]['onProgress'];

/** Draws a bar on a terminal, and nothing anywhere else. */
async function withBar<T>(
  path: string,
  { err }: TerminalStreams,
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  if (!err.isTTY) return await work(() => {});
  const bar = new ProgressBar(basename(path));
  const lines = new LiveLines(err as WriteStream);
  let drawnAtMs = 0;
  try {
    return await work((phase, done, total) => {
      const now = performance.now();
      if (done < total && now - drawnAtMs < REDRAW_MS) return;
      drawnAtMs = now;
      lines.show([bar.line(phase, done, total)]);
    });
  } finally {
    lines.done();
  }
}

interface ListCommand extends MaterialCommand {
  readonly kind?: string;
  readonly tag?: readonly string[];
  readonly search?: string;
  readonly unused?: boolean;
  readonly page?: number;
}

const PAGE_SIZE = 100;

/** Prints a page of the library, the newest first. */
export async function runMaterialList({ config, terminal, ...filter }: ListCommand): Promise<void> {
  const { kind, tag = [], search, unused, page = 1 } = filter;
  const query = new URLSearchParams({
    page: String(page),
    page_size: String(PAGE_SIZE),
    ...(kind === undefined ? {} : { kind }),
    ...(tag.length === 0 ? {} : { tag: tag.join(',') }),
    ...(search === undefined ? {} : { q: search }),
    ...(unused === true ? { used: 'false' } : {}),
  });
  const { total, materials } = await serverClient(config).get<MaterialList>(`/material?${query}`);
  for (const material of materials) terminal.print(lineOf(material));
  const pages = Math.ceil(total / PAGE_SIZE);
  terminal.print(pages > 1 ? `${total} materials, page ${page} of ${pages}.` : `${total} materials.`);
}

function lineOf({
  sha256,
  kind,
  name,
  size_bytes: size,
  duration_ms: duration,
  tags,
  use_count: uses,
}: Material): string {
  const length = duration === null ? '' : `${Math.round(duration / 1000)} s`;
  const used = `used ${uses}×`;
  const columns = [sha256, kind, length.padStart(6), megabytes(size).padStart(9), used.padEnd(8), name];
  return `${columns.join('  ')}${tags.length === 0 ? '' : `  [${tags.join(', ')}]`}`;
}
