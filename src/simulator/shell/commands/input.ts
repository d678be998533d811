/** `input`: fingers, keys and text from the shell. */
import type { InputEvent } from '../../ports.ts';
import { type Call, complain, crash } from '../call.ts';

const KEY_CODES: Readonly<Record<string, number>> = {
  HOME: 3,
  BACK: 4,
  DPAD_UP: 19,
  DPAD_DOWN: 20,
  DPAD_LEFT: 21,
  DPAD_RIGHT: 22,
  DPAD_CENTER: 23,
  VOLUME_UP: 24,
  VOLUME_DOWN: 25,
  POWER: 26,
  TAB: 61,
  SPACE: 62,
  ENTER: 66,
  DEL: 67,
  MENU: 82,
  SEARCH: 84,
  ESCAPE: 111,
  FORWARD_DEL: 112,
  MOVE_HOME: 122,
  MOVE_END: 123,
  MEDIA_PAUSE: 127,
  VOLUME_MUTE: 164,
  APP_SWITCH: 187,
  SLEEP: 223,
  WAKEUP: 224,
  PASTE: 279,
};
const POWER = 26;
const SLEEP = 223;
const WAKEUP = 224;
const DEFAULT_SWIPE_MS = 300;
const SOURCES = /^(touchscreen|keyboard|mouse|touchpad|stylus|dpad|gamepad|joystick|trackball|rotaryencoder)$/;

export async function input(call: Call): Promise<number> {
  const words = call.args.filter((arg, index, all) => arg !== '-d' && all[index - 1] !== '-d');
  if (SOURCES.test(words[0] ?? '')) words.shift();
  const [verb = '', ...args] = words;
  switch (verb) {
    case 'tap':
      return await touch(call, verb, args, 2);
    case 'swipe':
    case 'draganddrop':
      return await touch(call, verb, args, 4);
    case 'keyevent':
      return await keys(call, args);
    case 'text':
      return await type(call, args.join(' '));
    default:
      return await complain(
        call,
        verb === ''
          ? 'Usage: input [<source>] [-d DISPLAY_ID] <command> [<arg>...]'
          : `Error: Unknown command: ${verb}`,
        255,
      );
  }
}

async function touch(call: Call, verb: string, args: readonly string[], count: number): Promise<number> {
  const [x = 0, y = 0, x2 = 0, y2 = 0, durationMs = DEFAULT_SWIPE_MS] = args.map(Number);
  if (args.length < count) return await complain(call, `Error: Invalid arguments for command: ${verb}`, 255);
  const wrong = args.find((arg) => Number.isNaN(Number(arg)));
  if (wrong !== undefined)
    return await crash(call, verb, `java.lang.NumberFormatException: For input string: "${wrong}"`);
  await send(call, count === 2 ? { kind: 'tap', x, y } : { kind: 'swipe', x1: x, y1: y, x2, y2, durationMs });
  return 0;
}

async function keys(call: Call, args: readonly string[]): Promise<number> {
  const names = args.filter((arg) => !arg.startsWith('--'));
  if (names.length === 0) return await complain(call, 'Error: Invalid arguments for command: keyevent', 255);
  for (const name of names) {
    const keycode = /^\d+$/.test(name) ? Number(name) : KEY_CODES[name.toUpperCase().replace(/^KEYCODE_/, '')];
    // The tool goes on without a word when it does not know a key.
    if (keycode !== undefined) await press(call, keycode);
  }
  return 0;
}

/** The keys of the screen itself go to the power manager, all others to what is shown. */
async function press(call: Call, keycode: number): Promise<void> {
  const { power } = call.machine;
  if (keycode === WAKEUP || (keycode === POWER && !power.awake)) power.wake();
  else if (keycode === SLEEP || keycode === POWER) power.sleep();
  else await send(call, { kind: 'key', keycode });
}

/** `%s` is a space; a character outside the key map makes the tool fail before anything is typed (facts 3.6). */
async function type(call: Call, text: string): Promise<number> {
  if (text === '') return await complain(call, 'Error: Invalid arguments for command: text', 255);
  if (!/^[\x20-\x7e\n\t]*$/.test(text))
    return await crash(call, 'text', 'java.lang.NullPointerException: Attempt to get length of null array');
  await send(call, { kind: 'text', text: text.replaceAll('%s', ' ') });
  return 0;
}

/** A dark screen takes neither fingers nor keys. */
async function send(call: Call, event: InputEvent): Promise<void> {
  if (call.machine.power.awake) await call.machine.front.input(event);
}
