import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Phone } from '../../src/devices/phone.ts';

const APP_ID = 'com.zhiliaoapp.musically';
const CLIP = join(import.meta.dirname, '..', '..', 'examples', 'media', 'clip.mp4');

/** Shares a clip to TikTok, which opens its editor: the way to a text field. */
export async function openComposer(phone: Phone): Promise<void> {
  const limits = { signal: phone.gone, timeoutMs: 10_000 };
  const bytes = readFileSync(CLIP);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = '/sdcard/Movies/clip.mp4';
  await phone.push({ ...limits, sourcePath: CLIP, targetPath: path, sizeBytes: bytes.byteLength, sha256 });
  const uri = await phone.registerMedia({ ...limits, path, kind: 'video' });
  const [component = ''] = await phone.shareTargets({ ...limits, packageName: APP_ID, mimeType: 'video/mp4' });
  const action = 'android.intent.action.SEND';
  const share = { action, component, dataUri: uri, streamUri: uri, mimeType: 'video/mp4', grantRead: true };
  await phone.startActivity({ ...limits, ...share });
}
