import { PostwrightError } from '../errors.ts';
import type { Limits } from '../kit/abort.ts';
import type { Screen } from '../screen/screen.ts';

const COMPONENT = /^[\w.]+\/[\w.$]+$/;

/**
 * Brings an app to the front by its launcher activity, which differs from version to version and is therefore asked for.
 * @throws APP_NOT_INSTALLED when the phone knows no such activity.
 */
export async function launchApp(phone: Screen['phone'], packageName: string, limits: Limits): Promise<void> {
  const answer = await phone.shell(
    ['cmd', 'package', 'resolve-activity', '--brief', '-c', 'android.intent.category.LAUNCHER', packageName],
    limits,
  );
  const component = answer.stdout
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => COMPONENT.test(line));
  if (component === undefined)
    throw new PostwrightError('APP_NOT_INSTALLED', `${packageName} has nothing to launch on ${phone.serial}.`);
  await phone.startActivity({ ...limits, action: 'android.intent.action.MAIN', component });
}
