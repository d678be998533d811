/** What the package manager reads of an APK: names, versions, permissions, instrumentations and who signed it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type AttributeValue, readBinaryXml, type XmlElement } from './axml.ts';
import { centralDirectoryAt, readZipEntry } from './zip.ts';

/** Resource ids of `android:` attributes: https://developer.android.com/reference/android/R.attr */
const ANDROID = {
  name: 0x01010003,
  versionCode: 0x0101021b,
  versionName: 0x0101021c,
  minSdkVersion: 0x0101020c,
  targetSdkVersion: 0x01010270,
  targetPackage: 0x01010021,
  testOnly: 0x01010272,
} as const;

/** The APK Signing Block ends with these 16 characters: https://source.android.com/docs/security/features/apksigning/v2 */
const SIGNING_MAGIC = 'APK Sig Block 42';
const SIGNING_FOOTER_BYTES = 24;
const SIGNATURE_V2 = 0x7109871a;
const SIGNATURE_V3 = 0xf05368c0;

export interface Instrumentation {
  /** Fully qualified class. */
  readonly runner: string;
  readonly targetPackage: string;
}

export interface Apk {
  readonly packageName: string;
  /** Empty in test packages, which have no version. */
  readonly versionName: string;
  readonly versionCode: number;
  readonly minSdk: number;
  readonly targetSdk: number;
  readonly testOnly: boolean;
  readonly permissions: readonly string[];
  readonly instrumentations: readonly Instrumentation[];
  /** SHA-256 of the first signer's certificate; null when there is no v2 or v3 signature. */
  readonly signer: string | null;
}

/** Null when `bytes` is no zip with a binary AndroidManifest.xml that names a package. */
export function readApk(bytes: Buffer): Apk | null {
  try {
    return parseApk(bytes);
  } catch (error) {
    // A length field that points outside the file.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const known = new Map<string, Apk>();

/** What an APK of this computer has in it; read once for all phones. @throws Error when there is none. */
export function readApkFile(path: string): Apk {
  const apk = known.get(path) ?? readApk(readFileSync(path));
  if (apk === null) throw new Error(`apks: ${path} is no APK`);
  known.set(path, apk);
  return apk;
}

function parseApk(bytes: Buffer): Apk | null {
  const manifest = readZipEntry(bytes, 'AndroidManifest.xml');
  const elements = manifest && readBinaryXml(manifest);
  const root = elements?.find(({ name }) => name === 'manifest');
  const packageName = root?.attributes.get('package');
  if (!elements || !root || typeof packageName !== 'string') return null;
  const sdk = elements.find(({ name }) => name === 'uses-sdk');
  const application = elements.find(({ name }) => name === 'application');
  const minSdk = number(sdk?.attributes.get(ANDROID.minSdkVersion), 1);
  return {
    packageName,
    versionName: text(root.attributes.get(ANDROID.versionName)),
    versionCode: number(root.attributes.get(ANDROID.versionCode), 0),
    minSdk,
    targetSdk: number(sdk?.attributes.get(ANDROID.targetSdkVersion), minSdk),
    testOnly: application?.attributes.get(ANDROID.testOnly) === true,
    permissions: elements
      .filter(({ name }) => name === 'uses-permission')
      .map(({ attributes }) => text(attributes.get(ANDROID.name))),
    instrumentations: elements
      .filter(({ name }) => name === 'instrumentation')
      .map((element) => toInstrumentation(element, packageName)),
    signer: readSigner(bytes),
  };
}

function toInstrumentation({ attributes }: XmlElement, packageName: string): Instrumentation {
  const runner = text(attributes.get(ANDROID.name));
  return {
    runner: runner.startsWith('.') ? packageName + runner : runner,
    targetPackage: text(attributes.get(ANDROID.targetPackage)),
  };
}

function number(value: AttributeValue | undefined, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}

function text(value: AttributeValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** The pairs of the signing block lie between its two size fields: length (8 bytes), id (4), value. */
function readSigner(apk: Buffer): string | null {
  const directoryAt = centralDirectoryAt(apk);
  if (directoryAt === null || directoryAt < SIGNING_FOOTER_BYTES) return null;
  if (apk.subarray(directoryAt - SIGNING_MAGIC.length, directoryAt).toString('latin1') !== SIGNING_MAGIC) return null;
  const blockBytes = Number(apk.readBigUInt64LE(directoryAt - SIGNING_FOOTER_BYTES));
  const end = directoryAt - SIGNING_FOOTER_BYTES;
  for (let at = directoryAt - blockBytes; at > 0 && at + 12 <= end; ) {
    const pairBytes = Number(apk.readBigUInt64LE(at));
    const id = apk.readUInt32LE(at + 8);
    if (id === SIGNATURE_V2 || id === SIGNATURE_V3) return firstCertificate(apk.subarray(at + 12, at + 8 + pairBytes));
    at += 8 + pairBytes;
  }
  return null;
}

/** signers → first signer → signed data → [digests, certificates] → first certificate; each with its length before it. */
function firstCertificate(signers: Buffer): string {
  const signedData = counted(counted(counted(signers)));
  const digests = counted(signedData);
  const certificate = counted(counted(signedData.subarray(4 + digests.length)));
  return createHash('sha256').update(certificate).digest('hex');
}

function counted(bytes: Buffer): Buffer {
  return bytes.subarray(4, 4 + bytes.readUInt32LE(0));
}
