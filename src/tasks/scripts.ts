import { POST_SCRIPT, type Script, type ScriptList } from '../contract/script.ts';
import { PostwrightError } from '../errors.ts';
import type { CustomCatalog, CustomEntry } from '../scripts/custom/custom-scripts.ts';

/** Everything that a task can run, and what cannot be run with the reason. */
export function listScripts(scripts: CustomCatalog): ScriptList {
  const all = [POST_SCRIPT, ...scripts.list().map(viewEntry)];
  return { total: all.length, scripts: all };
}

/** @throws NOT_FOUND */
export function readScript(scripts: CustomCatalog, name: string): Script {
  if (name === POST_SCRIPT.name) return POST_SCRIPT;
  const entry = scripts.find(name);
  if (entry === undefined)
    throw new PostwrightError('NOT_FOUND', `There is no script "${name}"; GET /api/v1/script lists those there are.`);
  return viewEntry(entry);
}

function viewEntry({ name, script, error }: CustomEntry): Script {
  if (script === null) {
    const nothing = { title: name, description: '', parameters: null, publishes: false, app_id: null, apps: [] };
    return { name, source: 'custom', ...nothing, error };
  }
  const { title, description, parameters, publishes, appId } = script;
  return { name, title, description, source: 'custom', parameters, publishes, app_id: appId, apps: [], error: null };
}
