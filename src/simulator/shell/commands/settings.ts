/** `settings get|put|delete|list`. */
import { NAMESPACES, type Namespace } from '../../machine/settings.ts';
import { type Call, complain, say } from '../call.ts';

export async function settings(call: Call): Promise<number> {
  const user = call.args.indexOf('--user');
  const [verb = '', name = '', key, ...values] = user === -1 ? call.args : call.args.toSpliced(user, 2);
  if (!['get', 'put', 'delete', 'list', 'reset'].includes(verb)) {
    return await complain(
      call,
      verb === '' ? 'Settings provider (settings) commands:\n  help' : `Unknown command: ${verb}`,
      255,
    );
  }
  const namespace = NAMESPACES.find((candidate) => candidate === name.toLowerCase());
  if (!namespace) return await complain(call, `Invalid namespace '${name}'`, 255);
  if (verb === 'list')
    return await say(
      call,
      call.machine.settings
        .list(namespace)
        .map((entry) => entry.join('='))
        .join('\n'),
    );
  if (key === undefined || (verb === 'put' && values.length === 0)) return await complain(call, `Bad arguments`, 255);
  return await change(call, verb, { namespace, key, value: values[0] ?? '' });
}

async function change(
  call: Call,
  verb: string,
  { namespace, key, value }: { namespace: Namespace; key: string; value: string },
): Promise<number> {
  const table = call.machine.settings;
  if (verb === 'get') return await say(call, table.get(namespace, key) ?? 'null');
  if (verb === 'put') {
    table.set(namespace, key, value);
    return 0;
  }
  const had = table.get(namespace, key) !== null;
  table.set(namespace, key, null);
  return verb === 'delete' ? await say(call, `Deleted ${Number(had)} rows`) : 0;
}
