import type { Limits } from '../kit/abort.ts';
import type { Battery, Phone } from './phone.ts';
import { commandFailed } from './phone-errors.ts';

const TENTHS = 10;

/** What `dumpsys battery` says (facts 3.2). */
export async function readBattery(phone: Phone, limits: Limits): Promise<Battery | null> {
  const result = await phone.shell(['dumpsys', 'battery'], limits);
  const lines = new Map(
    [...result.stdout.matchAll(/^ {2}([\w ]+): (.*?)\s*$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  if (lines.get('present') === 'false') return null;
  const [level, scale, temperature] = ['level', 'scale', 'temperature'].map((name) => Number(lines.get(name)));
  if (result.exitCode !== 0 || !isNumber(level) || !isNumber(scale) || !isNumber(temperature) || scale <= 0)
    throw commandFailed(phone.serial, 'dumpsys battery', result);
  const isPowered = [...lines].some(([name, value]) => name.endsWith(' powered') && value === 'true');
  return { percent: Math.round((100 * level) / scale), isPowered, celsius: temperature / TENTHS };
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}
