import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { findDialog } from '../../src/flows/dialogs.ts';
import { AppFlows } from '../../src/flows/library.ts';
import { select } from '../../src/screen/selector.ts';
import { parseTree } from '../../src/screen/tree.ts';

const FLOWS = join(import.meta.dirname, '..', '..', 'flows');
const PACKAGES = { tiktok: 'com.zhiliaoapp.musically', instagram: 'com.instagram.android' } as const;
const NODE_HEIGHT = 100;

interface Shown {
  /** Texts from top to bottom; `#id text` has a resource id. */
  readonly texts: readonly string[];
  readonly packageName?: string;
  readonly className?: string;
  readonly ownTexts?: readonly string[];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** The name of the dialog that is up, and the text of what answers it. */
function answerTo(app: keyof typeof PACKAGES, shown: Shown): string | null {
  const { texts, packageName = PACKAGES[app], className = 'android.widget.TextView', ownTexts = [] } = shown;
  const nodes = texts.map((line, index) => {
    const [, id = '', text = line] = /^#(\S+) (.*)$/s.exec(line) ?? [];
    const bounds = `[0,${index * NODE_HEIGHT}][1080,${(index + 1) * NODE_HEIGHT}]`;
    return `<${className} class="${className}" package="${packageName}" text="${escaped(text)}" resource-id="${id}" bounds="${bounds}"/>`;
  });
  const tree = parseTree(`<hierarchy width="1080" height="2400">${nodes.join('')}</hierarchy>`);
  const { dialogs } = new AppFlows(FLOWS, app);
  const search = { dialogs, appId: PACKAGES[app], variables: new Map(), ownTexts: new Set(ownTexts) };
  const open = findDialog({ select }, tree, search);
  if (open === null) return null;
  return `${open.dialog.name}: ${open.button?.text ?? open.dialog.press ?? open.dialog.fail}`;
}

const CASES: Readonly<Record<keyof typeof PACKAGES, readonly (readonly [answer: string, ...texts: string[]])[]>> = {
  tiktok: [
    ['captcha: APP_BLOCKED', 'Drag the slider to fit the puzzle'],
    ['suspended account: APP_BLOCKED', 'Your account was permanently banned due to violations'],
    ['login: APP_BLOCKED', 'Log in to TikTok', 'Don’t have an account? Sign up'],
    ['music rights: APP_BLOCKED', 'Confirm and publish video?', 'Publish video', 'Cancel'],
    ['unsaved post of earlier: Cancel', 'You have an unsaved draft', 'Edit', 'Cancel'],
    ['leaving an unsent post: Discard', 'Discard', 'Save draft'],
    ['contacts and Facebook friends: Don’t allow', 'Allow access to your contacts?', 'OK', 'Don’t allow'],
    ['notifications: Not now', 'Turn on notifications', 'Turn on', 'Not now'],
    ['notifications: Ahora no', 'Activa las notificaciones para saber más', 'Activar', 'Ahora no'],
    ['promotion: Not now', 'Reach more people with TikTok Amplify', 'Get started', 'Not now'],
    ['update: Later', 'A new version is available', 'Update now', 'Later'],
    ['save login info: Not now', 'Save login info?', 'Save', 'Not now'],
    ['security checkup: Close', 'Security checkup', 'Are these still your details', 'Close'],
    ['what is new: Got it', 'What’s new', 'A new editor', 'Got it'],
    ['what is new: Entendido', 'Novedades', 'Un editor nuevo', 'Entendido'],
    ['date of birth: APP_BLOCKED', 'When’s your birthdate?', 'Continue'],
    ['public post: Post now', 'Everyone can view this video', 'Post now', 'Cancel'],
  ],
  instagram: [
    ['downloads of reels: Continue', 'Downloads privacy', 'Continue'],
    [
      'headline with a way out: Not for me',
      'Introducing instants',
      '#com.instagram.android:id/igds_headline_primary_action_button Have a look',
      '#com.instagram.android:id/igds_headline_secondary_action_text_button Not for me',
    ],
    ['what is new: Not now', 'What’s new', 'Reels can be longer now.', 'OK', 'Not now'],
    ['what is new: Aceptar', 'Novedades de Instagram', 'Aceptar'],
    [
      'cookies: Decline optional cookies',
      'Allow the use of cookies from Instagram?',
      'Allow all cookies',
      'Decline optional cookies',
    ],
    ['date of birth: APP_BLOCKED', 'Add your birthday', 'Next'],
    ['unsaved post: Discard', 'Discard video?', 'Start over', 'Save draft', 'Keep editing', 'Discard'],
    ['verification or suspension: APP_BLOCKED', 'Confirm you’re human to use your account', 'Continue'],
    ['verification or suspension: APP_BLOCKED', 'Ayúdanos a confirmar tu identidad', 'Continuar'],
    ['login: APP_BLOCKED', 'Log in', 'Forgot password?', 'Create new account'],
    ['action block: APP_BLOCKED', 'Try again later', 'We limit how often you can do certain things'],
    ['draft of earlier: Start new video', 'Keep editing your draft?', 'Keep editing', 'Start new video'],
    ['unsaved post: Discard', 'Discard video?', 'Keep editing', 'Discard'],
    ['notifications: Not now', 'Turn on notifications', 'Turn on', 'Not now'],
    ['save login info: Not now', 'Save your login info?', 'Save', 'Not now'],
    ['phone number, contacts, friends: Skip', 'Add your phone number', 'Next', 'Skip'],
    ['about reels: Continue', 'About Reels', 'Continue'],
    ['also on Facebook: Not now', 'Also share on Facebook', 'Share to Facebook', 'Not now'],
    ['promotion: Back', 'Introducing trial reels', 'Get started'],
    ['reel may reach fewer people: Share anyway', 'Your reel may reach fewer people', 'Go back', 'Share anyway'],
    ['update: Not now', 'Update Instagram', 'Update', 'Not now'],
    ['Edits app: Back', 'Get the Edits app', 'Install'],
  ],
};

for (const app of ['tiktok', 'instagram'] as const) {
  describe(`what comes between on ${app} is known`, () => {
    for (const [answer, ...texts] of CASES[app]) {
      it(answer, () => assert.equal(answerTo(app, { texts }), answer));
    }

    it('permissions are given, but never for selected photos only', () => {
      const id = 'com.android.permissioncontroller:id/permission';
      const texts = [
        `#${id}_message Allow the app to access photos and videos on this device?`,
        `#${id}_allow_selected_button Select photos and videos`,
        `#${id}_allow_all_button ALLOW ALL`,
        `#${id}_deny_button Don’t allow`,
      ];
      const packageName = 'com.google.android.permissioncontroller';
      assert.equal(answerTo(app, { texts, packageName }), 'permission dialog: ALLOW ALL');
      const camera = [
        `#${id}_message Allow the app to take pictures and record video?`,
        `#${id}_allow_one_time_button Only this time`,
        `#${id}_allow_foreground_only_button While using the app`,
      ];
      assert.equal(answerTo(app, { texts: camera, packageName }), 'permission dialog: While using the app');
    });

    it('Android’s own windows are known', () => {
      const crash = ['The app keeps stopping', '#android:id/aerr_close Close app'];
      assert.equal(
        answerTo(app, { texts: ['#android:id/aerr_restart Open app again', ...crash], packageName: 'android' }),
        'the app has stopped: Close app',
      );
      assert.equal(
        answerTo(app, { texts: ['The app isn’t responding', '#android:id/aerr_wait Wait'], packageName: 'android' }),
        'the app is not responding: Wait',
      );
      assert.equal(
        answerTo(app, { texts: ['Search apps & games'], packageName: 'com.android.vending' }),
        'Play Store: Back',
      );
      assert.equal(
        answerTo(app, { texts: ['Silent', 'Clear all'], packageName: 'com.android.systemui' }),
        'notification shade: Back',
      );
    });

    it('what somebody wrote is no dialog: not in a field, not as the text of the post', () => {
      const texts = ['Your account was suspended', 'Turn on notifications', 'Not now', 'Try again later'];
      assert.equal(answerTo(app, { texts, className: 'android.widget.EditText' }), null);
      assert.equal(answerTo(app, { texts, ownTexts: texts }), null);
    });

    it('an ordinary screen is none', () => {
      assert.equal(
        answerTo(app, { texts: ['Home', 'Create', 'Profile', 'Share to', 'Close', 'Edit profile', '12 likes'] }),
        null,
      );
    });
  });
}
