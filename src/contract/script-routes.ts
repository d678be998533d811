import { Type } from 'typebox';

import { API_PREFIX, type RouteSpec } from './route-spec.ts';
import { Script, ScriptList, ScriptName } from './script.ts';

const SCRIPT = `${API_PREFIX}/script`;

export const SCRIPT_ROUTES = {
  listScripts: {
    method: 'GET',
    path: SCRIPT,
    tag: 'script',
    summary: 'List what script_name can say, with the schema of script_config',
    description: 'Custom scripts are read from scripts/ of the data directory, as its files are now.',
    data: ScriptList,
    errors: [],
  },
  readScript: {
    method: 'GET',
    path: `${SCRIPT}/{name}`,
    tag: 'script',
    summary: 'Read a script',
    params: Type.Object({ name: ScriptName }),
    data: Script,
    errors: ['NOT_FOUND'],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;
