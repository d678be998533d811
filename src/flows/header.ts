import type { Trial } from './command.ts';
import { readVariableName } from './template.ts';
import type { YamlNode } from './yaml.ts';

/** What stands above the "---" of a flow. */
export interface Header {
  readonly appId: string;
  readonly name: string | null;
  readonly env: ReadonlyMap<string, string | null>;
  readonly triedOn: readonly Trial[];
}

/** @throws FLOW_INVALID */
export function readHeader(node: YamlNode): Header {
  const fields = node.fields();
  // Read before anything else, to choose between variants.
  fields.take('for');
  const header = {
    appId: fields.need('appId').string(),
    name: fields.take('name')?.string() ?? null,
    env: new Map(
      fields
        .take('env')
        ?.entries()
        .map(({ key, value }) => [readVariableName(key), value.isEmpty ? null : value.string()]) ?? [],
    ),
    triedOn: fields.take('triedOn')?.list().map(readTrial) ?? [],
  };
  fields.end();
  return header;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function readTrial(node: YamlNode): Trial {
  const fields = node.fields();
  const date = fields.need('date');
  const trial: Trial = {
    app: fields.need('app').string(),
    how: fields.need('how').oneOf(['rack', 'phone'] as const),
    date: date.string(),
  };
  fields.end();
  if (!DATE.test(trial.date)) throw date.invalid('a date is YYYY-MM-DD');
  return trial;
}
