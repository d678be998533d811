import { checker } from '../contract/check.ts';
import { CreatePostTasks, type CreateTasks, customTasksCheck, SCRIPT_NAMES } from '../contract/create-task.ts';
import type { JsonSchema } from '../contract/json-schema.ts';
import { invalid, PostwrightError } from '../errors.ts';
import type { CustomCatalog, CustomScript } from '../scripts/custom/custom-scripts.ts';

const LONGEST_SHOWN = 60;

const checkPost = checker(CreatePostTasks);

/** Checks of requests for custom scripts, as long as the scripts stay what they are. */
const customChecks = new WeakMap<JsonSchema, (body: unknown) => CreateTasks>();

/**
 * Makes the check of requests that create tasks: each with the schema of the script it names. What goes wrong with
 * `script_name` has codes of its own, so it is looked at before the rest.
 * @throws SCRIPT_NAME_MISSING, SCRIPT_NOT_AVAILABLE, INVALID_PARAMETER
 */
export function createTasksCheck(scripts: CustomCatalog): (body: unknown) => CreateTasks {
  return (body) => {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return checkPost(body);
    const name: unknown = Reflect.get(body, 'script_name');
    if (name === undefined || name === null || name === '')
      throw new PostwrightError(
        'SCRIPT_NAME_MISSING',
        `script_name is missing. Those that can be run: ${runnable(scripts)}.`,
      );
    if (typeof name !== 'string') throw invalid([{ path: 'script_name', message: 'must be a string' }]);
    if (isBuiltIn(name)) return checkPost(body);
    return checkOf(runnableScript(scripts, name))(body);
  };
}

/** @throws SCRIPT_NOT_AVAILABLE saying which can be run, or why this one cannot. */
export function runnableScript(scripts: CustomCatalog, name: string): CustomScript {
  const entry = scripts.find(name);
  if (entry === undefined) {
    const shown = name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN)}…` : name;
    throw new PostwrightError(
      'SCRIPT_NOT_AVAILABLE',
      `The script "${shown}" cannot be run through the API. Those that can: ${runnable(scripts)}.`,
    );
  }
  if (entry.script === null)
    throw new PostwrightError('SCRIPT_NOT_AVAILABLE', `The script "${name}" cannot be run: ${entry.error}`);
  return entry.script;
}

function checkOf({ parameters }: CustomScript): (body: unknown) => CreateTasks {
  const known = customChecks.get(parameters);
  if (known !== undefined) return known;
  const check = customTasksCheck(parameters);
  customChecks.set(parameters, check);
  return check;
}

function isBuiltIn(name: string): boolean {
  return (SCRIPT_NAMES as readonly string[]).includes(name);
}

function runnable(scripts: CustomCatalog): string {
  const custom = scripts.list().flatMap(({ name, script }) => (script === null ? [] : [name]));
  return [...SCRIPT_NAMES, ...custom].join(', ');
}
