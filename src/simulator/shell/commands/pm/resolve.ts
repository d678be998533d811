/** `cmd package query-activities` and `resolve-activity`: who would take an intent. */
import type { ActivityName, Intent } from '../../../ports.ts';
import { type Call, complain, say } from '../../call.ts';
import { IntentError, readIntent, shortComponent } from '../am/intent.ts';

const MATCH = 'priority=0 preferredOrder=0 match=0x108000 specificIndex=-1 isDefault=false';
const MAIN = 'android.intent.action.MAIN';
const LAUNCHER = 'android.intent.category.LAUNCHER';

export async function queryActivities(call: Call): Promise<number> {
  const question = await read(call);
  if (question === null) return 255;
  const found = call.machine.front.queryActivities(question.intent);
  if (found.length === 0) return await say(call, 'No activities found');
  const lines = found.flatMap((activity, index) => [
    `  Activity #${index}:`,
    ...describe(activity, question.isBrief).map((line) => `    ${line}`),
  ]);
  return await say(call, [`${found.length} activities found:`, ...lines].join('\n'));
}

export async function resolveActivity(call: Call): Promise<number> {
  const question = await read(call);
  if (question === null) return 255;
  const found = call.machine.front.queryActivities(question.intent);
  const [only] = found;
  if (!only) return await say(call, 'No activity found');
  // Several candidates and no default: the chooser stands in for them.
  const shown =
    found.length > 1 ? { packageName: 'android', className: 'com.android.internal.app.ResolverActivity' } : only;
  return await say(call, describe(shown, question.isBrief).join('\n'));
}

function describe(activity: ActivityName, isBrief: boolean): readonly string[] {
  if (isBrief) return [MATCH, shortComponent(activity)];
  return [
    MATCH,
    'ActivityInfo:',
    `  name=${activity.className}`,
    `  packageName=${activity.packageName}`,
    '  enabled=true exported=true',
  ];
}

/** A package alone asks for its launcher activity. */
async function read(call: Call): Promise<{ intent: Intent; isBrief: boolean } | null> {
  const isBrief = call.args.includes('--brief');
  const words = call.args.filter((arg) => !['--brief', '--components'].includes(arg));
  try {
    const intent = readIntent(words).intent;
    const isPackageOnly = intent.action === MAIN && intent.packageName !== null && intent.categories.length === 0;
    return { intent: isPackageOnly ? { ...intent, categories: [LAUNCHER] } : intent, isBrief };
  } catch (error) {
    if (!(error instanceof IntentError)) throw error;
    await complain(call, `Error: ${error.message}`);
    return null;
  }
}
