import { PostwrightError } from '../errors.ts';
import type { Limits } from '../kit/abort.ts';
import type { Phone, PhoneFacts } from './phone.ts';
import { commandFailed } from './phone-errors.ts';

const BYTES_PER_BLOCK = 1024;

/** Who the phone is, read from its property table. */
export async function readFacts(phone: Phone, limits: Limits): Promise<PhoneFacts> {
  const result = await phone.shell(['getprop'], limits);
  const properties = new Map<string, string>();
  for (const [, name = '', value = ''] of result.stdout.matchAll(/^\[([^\]]+)\]: \[(.*)\]$/gm)) {
    properties.set(name, value);
  }
  const sdk = Number(properties.get('ro.build.version.sdk'));
  if (!Number.isInteger(sdk)) throw commandFailed(phone.serial, 'getprop', result);
  return {
    serial: phone.serial,
    manufacturer: properties.get('ro.product.manufacturer') ?? '',
    model: properties.get('ro.product.model') ?? '',
    androidVersion: properties.get('ro.build.version.release') ?? '',
    sdk,
    locale: await readLocale(phone, properties, limits),
  };
}

/** Many phones leave the first property empty until their owner has changed the language once. */
async function readLocale(phone: Phone, properties: ReadonlyMap<string, string>, limits: Limits): Promise<string> {
  const property = properties.get('persist.sys.locale') || properties.get('ro.product.locale');
  if (property) return property;
  const { stdout } = await phone.shell(['settings', 'get', 'system', 'system_locales'], limits);
  const first = stdout.trim().split(',')[0] ?? '';
  return first === 'null' ? '' : first;
}

/** Free bytes on the volume that holds `path`. */
export async function freeBytes(phone: Phone, path: string, limits: Limits): Promise<number> {
  const result = await phone.shell(['df', '-k', path], limits);
  // Counted from the right: "… Available Use% Mounted-on".
  const blocks = Number(result.stdout.trimEnd().split('\n').at(-1)?.trim().split(/\s+/).at(-3));
  if (result.exitCode !== 0 || !Number.isInteger(blocks)) throw commandFailed(phone.serial, `df -k ${path}`, result);
  return blocks * BYTES_PER_BLOCK;
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG_END = Buffer.from('IEND');

/**
 * Cuts a PNG out of what `screencap -p` printed: phones with several displays print a warning before it.
 * @throws DEVICE_COMMAND_FAILED when it holds no whole PNG.
 */
export function cutPng(output: Uint8Array, serial: string): Buffer {
  const bytes = Buffer.from(output.buffer, output.byteOffset, output.byteLength);
  const start = bytes.indexOf(PNG_SIGNATURE);
  if (start === -1 || bytes.lastIndexOf(PNG_END) < start) {
    const text = bytes
      .subarray(0, 200)
      .toString('latin1')
      .replaceAll(/[^ -~]+/g, ' ');
    throw new PostwrightError('DEVICE_COMMAND_FAILED', `${serial}: screencap gave no picture: ${text || 'nothing'}`);
  }
  return bytes.subarray(start);
}
