import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Post } from '../simulator/rack.ts';
import type { DemoPost } from './demo-plan.ts';

async function sha256Of(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

async function expectedLine(post: DemoPost): Promise<string> {
  const { app, kind, caption, sound, files } = post.expected;
  return describe({ app, kind, caption, sound, sha256: await Promise.all(files.map(sha256Of)) });
}

interface Line {
  readonly app: string;
  readonly kind: string;
  readonly caption: string;
  readonly sound: string | null;
  readonly sha256: readonly string[];
}

function describe({ app, kind, caption, sound, sha256 }: Line): string {
  return JSON.stringify({ app, kind, caption, sound, sha256 });
}

/**
 * Compares the rack's ledger with what the demo asked for: those posts, with those bytes, captions and sounds, and no others.
 * @returns a sentence for each difference; none when they are the same.
 */
export async function differences(ledger: readonly Post[], posts: readonly DemoPost[]): Promise<readonly string[]> {
  const found = ledger.map((row) => describe({ ...row, sha256: row.media.map((media) => media.sha256) }));
  const wanted = await Promise.all(posts.map(expectedLine));
  const left = [...found];
  const missing = wanted.filter((line) => {
    const index = left.indexOf(line);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
  return [
    ...missing.map((line) => `missing from the ledger: ${line}`),
    ...left.map((line) => `in the ledger, but never asked for: ${line}`),
  ];
}
