import { InvalidArgumentError } from 'commander';

/** What the commands of `flow` take beside settings. */
export interface FlowFlags extends Readonly<Record<string, unknown>> {
  readonly flows?: string;
  readonly serial?: string;
  readonly var?: Readonly<Record<string, string>>;
  readonly out?: string;
  readonly redact?: boolean;
  readonly text?: readonly string[];
}

const VARIABLE = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s;

/** `caption=Hola` as a value under its name. */
export function readVariable(text: string): Readonly<Record<string, string>> {
  const [, name, value] = VARIABLE.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Write it as name=value.');
  return { [name]: value };
}
