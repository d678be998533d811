/** `am instrument`: starts the UiAutomator2 server and, with `-w`, holds its shell open until that ends (facts 2.2). */
import type { InstrumentationRun } from '../../../ports.ts';
import { type Call, complain, crash, say } from '../../call.ts';
import { MissingValue, Words } from '../../words.ts';
import { toActivityName } from './intent.ts';

const OPTIONS_WITH_VALUE: ReadonlySet<string> = new Set(['-p', '--user', '--abi', '-f']);

interface Order {
  readonly component: string | null;
  readonly args: ReadonlyMap<string, string>;
  /** Stays until the run ends. Without it there is no UiAutomation connection. */
  readonly waits: boolean;
}

export async function instrument(call: Call): Promise<number> {
  let order: Order;
  try {
    order = readOrder(call.args);
  } catch (error) {
    if (!(error instanceof MissingValue)) throw error;
    return await crash(call, 'instrument', `java.lang.IllegalArgumentException: ${error.message}`);
  }
  const { component } = order;
  if (component === null) return await complain(call, 'Error: No instrumentation component supplied');
  const found = find(call, component);
  if (typeof found === 'string') return await refuse(call, component, found);
  const run = call.machine.front.startInstrumentation(order.args);
  const { processes } = call.machine;
  processes.start(found.targetPackage, found.uid);
  void run.ended.then(() => processes.stop(found.targetPackage));
  if (!order.waits) {
    run.loseShell();
    return 0;
  }
  const text = await endOf(call, run);
  if (text === null) return 129;
  await call.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  return 0;
}

/** Null when the shell was lost first: the run then goes on without its connection. */
async function endOf({ hangUp }: Call, run: InstrumentationRun): Promise<string | null> {
  const { promise: lost, resolve } = Promise.withResolvers<null>();
  const onHangUp = (): void => {
    run.loseShell();
    resolve(null);
  };
  if (hangUp.aborted) onHangUp();
  else hangUp.addEventListener('abort', onHangUp, { once: true });
  try {
    return await Promise.race([run.ended, lost]);
  } finally {
    hangUp.removeEventListener('abort', onHangUp);
  }
}

function readOrder(args: readonly string[]): Order {
  const words = new Words(args);
  const extras = new Map<string, string>();
  let component: string | null = null;
  let waits = false;
  for (let word = words.next(); word !== null; word = words.next()) {
    if (word === '-e') extras.set(words.value(word), words.value(word));
    else if (OPTIONS_WITH_VALUE.has(word)) words.value(word);
    else if (word === '-w') waits = true;
    else if (!word.startsWith('-')) component = word;
  }
  return { component, args: extras, waits };
}

/** The text of Android's error when there is no such instrumentation, or nothing for it to test. */
function find({ machine }: Call, component: string): { targetPackage: string; uid: number } | string {
  const { packageName, className } = toActivityName(component);
  const instrumentation = machine.packages
    .get(packageName)
    ?.instrumentations.find(({ runner }) => runner === className);
  if (!instrumentation) return `Unable to find instrumentation info for: ComponentInfo{${packageName}/${className}}`;
  const target = machine.packages.get(instrumentation.targetPackage);
  if (!target) return `Unable to find instrumentation target package: ${instrumentation.targetPackage}`;
  return { targetPackage: target.name, uid: target.uid };
}

async function refuse(call: Call, component: string, reason: string): Promise<number> {
  await say(
    call,
    `INSTRUMENTATION_STATUS: id=ActivityManagerService\nINSTRUMENTATION_STATUS: Error=${reason}\nINSTRUMENTATION_STATUS_CODE: -1`,
  );
  return await complain(
    call,
    `android.util.AndroidException: INSTRUMENTATION_FAILED: ${component}\n\tat com.android.commands.am.Instrument.run(Instrument.java)`,
  );
}
