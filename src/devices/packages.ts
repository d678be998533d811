import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PostwrightError } from '../errors.ts';
import type { Limits } from '../kit/abort.ts';
import type { Phone } from './phone.ts';
import { commandFailed, quoteOutput } from './phone-errors.ts';

/** versionName of an installed package, null when it is not installed. */
export async function packageVersion(phone: Phone, packageName: string, limits: Limits): Promise<string | null> {
  const { stdout } = await phone.shell(['dumpsys', 'package', packageName], limits);
  // An updated system app has a second block with its old version, under "Hidden system packages".
  const start = stdout.indexOf(`  Package [${packageName}] (`);
  if (start === -1) return null;
  const rest = stdout.slice(start + 1);
  const end = rest.search(/^(?: {2}Package \[|\S)/m);
  const block = end === -1 ? rest : rest.slice(0, end);
  // Removed for the user, its data kept: the block is still there.
  if (/^\s+User 0:.*\binstalled=false\b/m.test(block)) return null;
  return /^\s+versionName=(\S+)/m.exec(block)?.[1] ?? '';
}

/** Installs an APK over an older one. @throws UIA2_INSTALL_FAILED with the phone's answer. */
export async function installApk(phone: Phone, apkPath: string, limits: Limits): Promise<void> {
  const bytes = await readFile(apkPath);
  // `pm` may not read /sdcard.
  const targetPath = `/data/local/tmp/postwright-${randomUUID()}.apk`;
  await phone.push({
    sourcePath: apkPath,
    targetPath,
    sizeBytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...limits,
  });
  try {
    const result = await phone.shell(['pm', 'install', '-r', targetPath], limits);
    // Old phones exit 0 on failure.
    if (!/^Success\b/m.test(result.stdout)) {
      const answer = /Failure \[[^\]]*\]/.exec(`${result.stdout}\n${result.stderr}`)?.[0] ?? quoteOutput(result);
      throw new PostwrightError(
        'UIA2_INSTALL_FAILED',
        `${phone.serial} refused ${apkPath.split('/').at(-1)}: ${answer}`,
      );
    }
  } finally {
    await phone.remove(targetPath, limits).catch(() => {});
  }
}

/** Removes a package; one that is not installed is fine. */
export async function uninstallPackage(phone: Phone, packageName: string, limits: Limits): Promise<void> {
  const result = await phone.shell(['pm', 'uninstall', packageName], limits);
  const text = `${result.stdout}\n${result.stderr}`;
  if (/^Success\b/m.test(text) || /not installed|DELETE_FAILED_INTERNAL_ERROR|Unknown package/.test(text)) return;
  throw commandFailed(phone.serial, `pm uninstall ${packageName}`, result);
}
