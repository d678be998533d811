import { styleText } from 'node:util';
import { type Logger, pino, stdSerializers } from 'pino';
import type { Config } from '../config.ts';
import type { Redactor } from './redactor.ts';

export interface LogOptions {
  readonly level: Config['logLevel'];
  readonly redactor: Redactor;
  readonly stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
}

/** Header and setting names whose values are secret whatever they are. */
const SECRET_KEYS = [
  'authorization',
  '*.authorization',
  '["x-api-key"]',
  '*["x-api-key"]',
  'apiKey',
  '*.apiKey',
  'license',
  '*.license',
];

/** The server's log: one readable line each on a terminal, one JSON object each anywhere else. */
export function createLog({ level, redactor, stream }: LogOptions): Logger {
  const write = (line: string): void => {
    stream.write(redactor.clean(stream.isTTY ? prettyLine(line) : line));
  };
  const errors = {
    err: stdSerializers.errWithCause,
    error: stdSerializers.errWithCause,
    cause: stdSerializers.errWithCause,
  };
  const options = { level, serializers: errors, redact: { paths: SECRET_KEYS, censor: '[secret]' } };
  return pino(options, { write });
}

interface LogLine {
  readonly level: number;
  readonly time: number;
  readonly msg?: string;
  readonly [detail: string]: unknown;
}

type Colour = 'dim' | 'green' | 'yellow' | 'red';
/** The log goes to stderr, so stderr decides whether there are colours. */
const colour = (name: Colour, text: string): string => styleText(name, text, { stream: process.stderr });

const LEVELS = new Map([
  [20, colour('dim', 'debug')],
  [30, colour('green', 'info ')],
  [40, colour('yellow', 'warn ')],
  [50, colour('red', 'error')],
]);
const LEFT_OUT = new Set(['level', 'time', 'msg', 'pid', 'hostname']);

/** `12:30:01.250 info  Task completed  task=7 serial=RACK0001`. */
export function prettyLine(json: string): string {
  const line = JSON.parse(json) as LogLine;
  const details = Object.entries(line).filter(([name]) => !LEFT_OUT.has(name));
  const shown = details.map(([name, value]) => `${name}=${shortValue(value)}`).join(' ');
  const time = new Date(line.time).toTimeString().slice(0, 8);
  const milliseconds = String(line.time % 1000).padStart(3, '0');
  const text = `${colour('dim', `${time}.${milliseconds}`)} ${LEVELS.get(line.level) ?? line.level} ${line.msg ?? ''}`;
  return shown === '' ? `${text}\n` : `${text}  ${colour('dim', shown)}\n`;
}

/** An error is its message here; its stack is in the JSON log. */
function shortValue(value: unknown): string {
  if (typeof value === 'string') return /[\s"]/.test(value) || value === '' ? JSON.stringify(value) : value;
  if (typeof value === 'object' && value !== null && 'stack' in value && 'message' in value)
    return JSON.stringify(value.message);
  return JSON.stringify(value);
}
