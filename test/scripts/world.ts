import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Phone } from '../../src/devices/phone.ts';
import { type ErrorName, PostwrightError } from '../../src/errors.ts';
import { openScreen, type Screen } from '../../src/screen/screen.ts';
import { PHONE_POST_PACE, type PostPace } from '../../src/scripts/post/pace.ts';
import { createScripts, type Scripts } from '../../src/scripts/registry.ts';
import {
  type AttemptContext,
  type PlannedMaterial,
  type PostPlan,
  type Receipt,
  type Script,
  SOUND_AS_IT_IS,
  type Verdict,
} from '../../src/scripts/script.ts';
import type { FaultOrder } from '../../src/simulator/ports.ts';
import type { Post, RackPhone } from '../../src/simulator/rack.ts';
import type { CreateFront, PhoneSetup } from '../../src/simulator/rack-types.ts';
import { onRack, type RackStage } from '../devices/rack.ts';
import { USED_PHONE } from '../support/rack.ts';
import { MemoryLedger } from './memory-ledger.ts';

const MEDIA = join(import.meta.dirname, '..', '..', 'examples', 'media');
const OPEN_SCREEN_MS = 60_000;

/** As long as a server waits that is not configured otherwise. */
export const CERTAIN_AFTER_MS = 20 * 60_000;

/** The rack's instant pace has no animations to wait for, and what it does not show at once it never does. */
export const RACK_PACE: PostPace = {
  ...PHONE_POST_PACE,
  lookUpUploadMs: 1_000,
  lookUpMs: 1_000,
  // The rack orders files of the same second as they were registered.
  pickerSpacingMs: 0,
  postPageMs: 2_000,
  commandMs: 5_000,
  switchAccountMs: 3_000,
  optionalMs: 800,
  pollMs: 40,
  settleMs: 30,
  coverMs: 800,
};

function material(name: string, mime: string): PlannedMaterial {
  const bytes = readFileSync(join(MEDIA, name));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sha256, sizeBytes: bytes.byteLength, mime, extension: name.slice(name.lastIndexOf('.')), name };
}

export const CLIP = material('clip.mp4', 'video/mp4');
export const PHOTOS = [1, 2, 3].map((number) => material(`photo-${number}.jpg`, 'image/jpeg'));

export function planned(plan: Partial<PostPlan>): PostPlan {
  const kind = plan.kind ?? 'video';
  const materials = kind === 'images' ? PHOTOS : [CLIP];
  const base = {
    app: 'tiktok',
    kind,
    username: null,
    caption: 'A caption',
    title: null,
    materials,
    uploadWaitMs: 10_000,
    way: 'share',
    sound: SOUND_AS_IT_IS,
    productLink: false,
    rehearsal: false,
    notes: [],
  } as const;
  return { ...base, ...plan };
}

export interface PostWorld extends RackStage {
  readonly script: Script;
  readonly scripts: Scripts;
  /** The phone as it is plugged in now. */
  phoneNow(): Phone;
  screen(): Promise<Screen>;
  /** A fresh attempt at a plan. */
  attempt(plan: Partial<PostPlan>): Attempt;
}

export interface Attempt {
  readonly plan: PostPlan;
  /** What it has left to be done on the phone. */
  readonly debts: readonly Parameters<AttemptContext['owe']>[0][];
  readonly ledger: MemoryLedger;
  readonly stop: (reason: PostwrightError) => void;
  run(): Promise<Receipt>;
  /** Looks on the phone that is plugged in now. */
  lookUp(committedAt?: Date, isLastOnPhone?: boolean): Promise<Verdict>;
}

export interface PostWorldOptions {
  readonly phone?: PhoneSetup;
  readonly faults?: readonly FaultOrder[];
  readonly createFront?: CreateFront;
}

/** As a server has them: its flow files are read once. */
const scripts = createScripts({ pace: RACK_PACE });

/** One phone of a rack with the real devices and screen in front of the script; everything ends with the test. */
export async function postWorld(
  t: TestContext,
  { phone = {}, faults = [], createFront }: PostWorldOptions = {},
): Promise<PostWorld> {
  const screens = new Map<Phone, Screen>();
  t.after(async () => {
    for (const screen of screens.values()) await screen.close();
  });
  const stage = await onRack(t, {
    phoneOverrides: [{ ...USED_PHONE, ...phone }],
    ...(createFront === undefined ? {} : { createFront }),
  });
  for (const fault of faults) stage.rackPhone.faults.order(fault);
  const script = scripts.byName.get('post');
  assert.ok(script !== undefined);
  const phoneNow = (): Phone => stage.tracker.phone(stage.rackPhone.serial);
  const open = async (of: Phone, signal: AbortSignal): Promise<Screen> => {
    const screen = screens.get(of) ?? (await openScreen(of, { signal, timeoutMs: OPEN_SCREEN_MS }));
    screens.set(of, screen);
    return screen;
  };
  let taskId = 0;
  const attempt = (wanted: Partial<PostPlan>): Attempt => {
    const controller = new AbortController();
    const ledger = new MemoryLedger(controller.signal);
    const debts: Parameters<AttemptContext['owe']>[0][] = [];
    const plan = planned(wanted);
    taskId += 1;
    const context = (): AttemptContext => {
      const now = phoneNow();
      const signal = AbortSignal.any([controller.signal, now.gone]);
      return {
        plan,
        taskId,
        attempt: 1,
        phone: now,
        ledger,
        signal,
        openScreen: async (screenSignal) => await open(now, screenSignal),
        materialPath: ({ name }) => join(MEDIA, name),
        owe: (debt) => void debts.push(debt),
      };
    };
    return {
      plan,
      ledger,
      debts,
      stop: (reason) => controller.abort(reason),
      run: async () => await script.run(context()),
      lookUp: async (committedAt = ledger.committedAt ?? new Date(), isLastOnPhone = true) =>
        await script.lookUp(context(), {
          committedAt,
          elapsedMs: Date.now() - committedAt.getTime(),
          certainAfterMs: CERTAIN_AFTER_MS,
          isLastOnPhone,
        }),
    };
  };
  const screen = async (): Promise<Screen> => await open(phoneNow(), new AbortController().signal);
  return { ...stage, script, scripts, phoneNow, screen, attempt };
}

/** The one post of the rack's ledger. */
export function onlyPost({ rack }: Pick<PostWorld, 'rack'>): Post {
  const posts = rack.posts.list();
  assert.equal(posts.length, 1, JSON.stringify(posts));
  const [post] = posts;
  assert.ok(post !== undefined);
  return post;
}

export function sumsOf(post: Post): readonly string[] {
  return post.media.map((media) => media.sha256);
}

/** What is left of pushed files, in folders and in the media store. */
export function leftovers({ machine }: RackPhone): readonly string[] {
  return machine.media.list('any').map((row) => row.path);
}

/** Nothing of a caption was ever run as a command. */
export function intrusions(phone: RackPhone): readonly string[] {
  return phone.log().flatMap((entry) => (entry.kind === 'intrusion' ? [entry.what] : []));
}

export async function failure(work: Promise<unknown>): Promise<PostwrightError> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof PostwrightError, String(error));
    return error;
  }
  assert.fail('it succeeded');
}

export async function failsWith(name: ErrorName, work: Promise<unknown>): Promise<PostwrightError> {
  const error = await failure(work);
  assert.equal(error.errorName, name, error.message);
  return error;
}
