/** What tools say while Android boots: adbd and the shell are up long before the services are. */

/** The service that each tool needs. */
const SERVICES: Readonly<Record<string, string>> = {
  am: 'activity',
  pm: 'package',
  settings: 'settings',
  input: 'input',
  wm: 'window',
  ime: 'input_method',
  locksettings: 'lock_settings',
  appops: 'appops',
};
/** Tools with a process of their own. */
const OLD_TOOLS: ReadonlySet<string> = new Set(['content', 'monkey', 'svc', 'uiautomator']);

interface Refusal {
  readonly text: string;
  readonly code: number;
  readonly isError: boolean;
}

/** What the tool says instead of working; null when it needs no service. */
export function refusedWhileBooting(name: string, args: readonly string[]): Refusal | null {
  const service = name === 'cmd' ? args[0] : SERVICES[name];
  if (service !== undefined) return { text: `cmd: Can't find service: ${service}`, code: 20, isError: true };
  if (name === 'dumpsys') return { text: `Can't find service: ${args[0] ?? ''}`, code: 0, isError: false };
  if (name === 'screencap') return { text: 'Failed to take screenshot. Status: -19', code: 1, isError: true };
  if (!OLD_TOOLS.has(name)) return null;
  const text = "Error type 2\nandroid.util.AndroidException: Can't connect to activity manager; is the system running?";
  return { text, code: 1, isError: true };
}
