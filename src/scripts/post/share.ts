import { PostwrightError } from '../../errors.ts';
import type { PhoneMedia } from './app-driver.ts';
import type { AppScreen } from './app-screen.ts';

export interface Share {
  readonly media: PhoneMedia;
  /** Which of the app's share targets to take, by the name of its class. */
  readonly component: RegExp;
}

/** The one file that a share carries. @throws MATERIAL_MISSING */
export function firstOf(media: readonly PhoneMedia[]): PhoneMedia {
  const [first] = media;
  if (first === undefined) throw new PostwrightError('MATERIAL_MISSING', 'The task has no media file.');
  return first;
}

/**
 * Hands a file to an app as a person would by "Share". The activity is asked for, since its name changes. The read
 * grant covers only the data URI, so the same URI goes there and into EXTRA_STREAM (facts 3.4).
 */
export async function shareToApp(app: AppScreen, { media, component }: Share): Promise<void> {
  const { phone } = app.screen;
  const targets = await phone.shareTargets({ ...app.limits, packageName: app.appId, mimeType: media.mime });
  const target = targets.find((name) => component.test(name)) ?? targets[0];
  if (target === undefined)
    throw new PostwrightError('ELEMENT_NOT_FOUND', `${app.appId} takes no share of ${media.mime}.`);
  await phone.startActivity({
    ...app.limits,
    action: 'android.intent.action.SEND',
    component: target,
    dataUri: media.uri,
    mimeType: media.mime,
    streamUri: media.uri,
    grantRead: true,
  });
}
