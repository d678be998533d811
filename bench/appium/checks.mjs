/** What is asked of the rack through Appium's driver: each check has a sentence, and throws when it is not so. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXAMPLES } from '../../src/cli/demo-plan.ts';
import { TIKTOK } from './driver.mjs';

const PNG_SIGNATURE = '89504e470d0a1a0a';
const PNG_WIDTH_AT = 16;
const PNG_HEIGHT_AT = 20;
/** W3C's name for the id of an element. */
export const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const CAPTION = 'Typed by Appium: ñ, 漢字, 🎬 & "$(id)"\nin two lines';
const PHOTO_ON_PHONE = '/sdcard/DCIM/Camera/appium.jpg';
const HOME_KEY = 3;
const SHOWS_WITHIN_MS = 5_000;
const POLL_MS = 50;
/** Appium's number for an app that is in front. */
const IN_FOREGROUND = 4;

const quoted = (text) => `new UiSelector().text("${text}")`;

/** Elements by the words on them. */
export class Finder {
  constructor(driver) {
    this.driver = driver;
  }

  async byText(text) {
    return await this.by('-android uiautomator', quoted(text));
  }

  async by(strategy, selector) {
    const deadline = performance.now() + SHOWS_WITHIN_MS;
    for (;;) {
      try {
        return (await this.driver.findElement(strategy, selector))[ELEMENT];
      } catch (error) {
        if (error.error !== 'no such element' || performance.now() > deadline) throw error;
        await sleep(POLL_MS);
      }
    }
  }

  async count(strategy, selector) {
    return (await this.driver.findElements(strategy, selector)).length;
  }

  async tap(text) {
    await this.driver.click(await this.byText(text));
  }
}

function pngSize(base64) {
  const png = Buffer.from(base64, 'base64');
  assert.equal(png.subarray(0, 8).toString('hex'), PNG_SIGNATURE);
  return { width: png.readUInt32BE(PNG_WIDTH_AT), height: png.readUInt32BE(PNG_HEIGHT_AT) };
}

function centreOf({ x, y, width, height }) {
  return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
}

function touch(...moves) {
  return [{ type: 'pointer', id: 'finger', parameters: { pointerType: 'touch' }, actions: moves }];
}

const LOOKING = {
  'the tree is that of TikTok': async ({ driver }) => {
    const xml = await driver.getPageSource();
    assert.match(xml, /^<\?xml/);
    assert.ok(xml.includes(`package="${TIKTOK}"`));
  },
  'package and activity in front': async ({ driver }) => {
    assert.equal(await driver.getCurrentPackage(), TIKTOK);
    assert.match(await driver.getCurrentActivity(), /Activity$/);
    assert.equal(await driver.queryAppState(TIKTOK), IN_FOREGROUND);
  },
  'find by UiSelector': async ({ find }) => assert.ok(await find.byText('Profile')),
  'find by XPath': async ({ find }) => assert.ok(await find.by('xpath', '//*[@text="Profile"]/ancestor::*[1]')),
  'find by accessibility id': async ({ find }) => assert.ok(await find.by('accessibility id', 'Profile')),
  'find by class name': async ({ find }) => assert.ok((await find.count('class name', 'android.widget.TextView')) > 3),
  'find by id': async ({ driver, find }) => {
    const [, id] = /resource-id="([^"]+:id\/[^"]+)"/.exec(await driver.getPageSource()) ?? [];
    assert.ok((await find.count('id', id)) >= 1);
    assert.equal(await find.count('id', 'no_such_id'), 0);
  },
  'find by CSS selector': async ({ find }) =>
    assert.ok((await find.count('css selector', '[description="Profile"]')) > 0),
  'find one in another': async ({ driver, find }) => {
    const tab = await find.by('accessibility id', 'Profile');
    const inner = await driver.findElementFromElement('class name', 'android.widget.TextView', tab);
    assert.equal(await driver.getText(inner[ELEMENT]), 'Profile');
  },
  'what is not there is "no such element"': async ({ driver }) => {
    await assert.rejects(driver.findElement('-android uiautomator', quoted('No such words')), {
      error: 'no such element',
    });
  },
  'attributes and place of an element': async ({ driver, find }) => {
    const tab = await find.by('accessibility id', 'Profile');
    assert.equal(await driver.getAttribute('content-desc', tab), 'Profile');
    assert.equal(String(await driver.getAttribute('clickable', tab)), 'true');
    assert.equal(await driver.elementDisplayed(tab), true);
    assert.equal(await driver.elementEnabled(tab), true);
    const { width, height } = await driver.getElementRect(tab);
    assert.ok(width > 0 && height > 0);
  },
  'screenshot of the screen': async ({ driver }) => {
    const { width, height } = await driver.getWindowRect();
    const size = pngSize(await driver.getScreenshot());
    assert.ok(size.width === width && size.height >= height, `${size.width}×${size.height} for ${width}×${height}`);
  },
  'screenshot of an element': async ({ driver, find }) => {
    const tab = await find.by('accessibility id', 'Profile');
    const { width, height } = await driver.getElementRect(tab);
    assert.deepEqual(pngSize(await driver.getElementScreenshot(tab)), { width, height });
  },
  'settings are kept': async ({ driver }) => {
    await driver.updateSettings({ waitForIdleTimeout: 0 });
    assert.equal((await driver.getSettings()).waitForIdleTimeout, 0);
  },
  'device info and battery': async ({ driver }) => {
    assert.ok(Number((await driver.mobileGetDeviceInfo()).apiVersion) > 0);
    assert.ok((await driver.mobileGetBatteryInfo()).level > 0);
  },
};

const TOUCHING = {
  'tap the Profile tab': async ({ find }) => {
    await find.tap('Profile');
    await find.byText('Edit profile');
  },
  'an element of the screen before is stale': async ({ driver, find }) => {
    const edit = await find.byText('Edit profile');
    await find.tap('Home');
    await find.byText('For You');
    await assert.rejects(driver.getText(edit), { error: /stale element reference|no such element/ });
  },
  'swipe by W3C actions': async ({ driver, find }) => {
    const author = async () => (await driver.getPageSource()).match(/content-desc="([^"]+)"/g)?.join();
    const before = await author();
    const { width, height } = await driver.getWindowRect();
    const x = Math.round(width / 2);
    await driver.performActions(
      touch(
        { type: 'pointerMove', duration: 0, x, y: Math.round(height * 0.8) },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerMove', duration: 300, x, y: Math.round(height * 0.2) },
        { type: 'pointerUp', button: 0 },
      ),
    );
    assert.notEqual(await author(), before);
    await find.byText('For You');
  },
  'swipe by "mobile: swipeGesture"': async ({ driver }) => {
    const before = await driver.getPageSource();
    await driver.executeMethod('mobile: swipeGesture', [
      { left: 300, top: 600, width: 400, height: 1000, direction: 'up', percent: 0.9 },
    ]);
    assert.notEqual(await driver.getPageSource(), before);
  },
  'tap by W3C actions': async ({ driver, find }) => {
    const { x, y } = centreOf(await driver.getElementRect(await find.by('accessibility id', 'Profile')));
    await driver.performActions(
      touch(
        { type: 'pointerMove', duration: 0, x, y },
        { type: 'pointerDown', button: 0 },
        { type: 'pause', duration: 50 },
        { type: 'pointerUp', button: 0 },
      ),
    );
    await find.byText('Edit profile');
  },
  back: async ({ driver, find }) => {
    await driver.back();
    await find.byText('For You');
  },
};

const TYPING = {
  'push a photo and have it scanned': async ({ driver }) => {
    await driver.adb.push(join(EXAMPLES, 'photo-1.jpg'), PHOTO_ON_PHONE);
    const path = '/storage/emulated/0/DCIM/Camera/appium.jpg';
    const uri = 'content://media';
    await driver.adb.shell(['content', 'call', '--uri', uri, '--method', 'scan_file', '--arg', path]);
  },
  'take a permission away, and give it by the alert': async ({ driver, find }) => {
    const permissions = ['android.permission.CAMERA', 'android.permission.RECORD_AUDIO'];
    await driver.executeMethod('mobile: changePermissions', [{ appPackage: TIKTOK, permissions, action: 'revoke' }]);
    // Android ends an app that loses a permission.
    await driver.activateApp(TIKTOK);
    await driver.click(await find.by('accessibility id', 'Create'));
    for (const what of [/pictures|camera/i, /audio/i]) {
      await find.by('id', 'com.android.permissioncontroller:id/permission_message');
      assert.match(await driver.getAlertText(), what);
      await driver.postAcceptAlert();
    }
  },
  'pick the photo': async ({ driver, find }) => {
    await driver.click(
      await find.by('xpath', '//*[@content-desc="Record video"]/preceding-sibling::*[@clickable="true"][1]'),
    );
    await find.tap('Photos');
    await driver.click(
      await find.by('xpath', '(//android.widget.GridView/*|//*[contains(@class,"RecyclerView")]/*)[1]'),
    );
    await find.byText('Your Story');
    await find.tap('Next');
  },
  'type into a field, and read it back': async ({ driver, find }) => {
    const field = await find.by('xpath', '(//android.widget.EditText)[last()]');
    await driver.click(field);
    await driver.setValue(CAPTION, field);
    assert.equal(await driver.getText(field), CAPTION);
    assert.equal(await driver.isKeyboardShown(), true);
  },
  'hide the keyboard': async ({ driver }) => {
    await driver.hideKeyboard();
    assert.equal(await driver.isKeyboardShown(), false);
  },
  'clear a field': async ({ driver, find }) => {
    const field = await find.by('xpath', '(//android.widget.EditText)[last()]');
    await driver.clear(field);
    assert.notEqual(await driver.getText(field), CAPTION);
  },
};

const LEAVING = {
  'the clipboard': async ({ driver }) => {
    await driver.setClipboard(Buffer.from('clip').toString('base64'), 'plaintext');
  },
  'press HOME, activate and terminate the app': async ({ driver }) => {
    await driver.pressKeyCode(HOME_KEY);
    assert.notEqual(await driver.getCurrentPackage(), TIKTOK);
    await driver.activateApp(TIKTOK);
    assert.equal(await driver.getCurrentPackage(), TIKTOK);
    assert.equal(await driver.terminateApp(TIKTOK), true);
    assert.notEqual(await driver.queryAppState(TIKTOK), IN_FOREGROUND);
  },
};

export const CHECKS = { ...LOOKING, ...TOUCHING, ...TYPING, ...LEAVING };
