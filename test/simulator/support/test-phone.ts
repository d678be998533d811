import { createHash } from 'node:crypto';
import { createFront } from '../../../src/simulator/front/front.ts';
import { createLedger } from '../../../src/simulator/front/ledger.ts';
import { createRandom, createTime } from '../../../src/simulator/kit.ts';
import type {
  FaultBook,
  FaultKind,
  FaultOrder,
  Intent,
  Language,
  MediaRow,
  PhoneMachine,
} from '../../../src/simulator/ports.ts';
import type { Accounts, PostLedger, RackFront } from '../../../src/simulator/rack-types.ts';

/** A machine half that holds just what a front asks of it, and can be set by a test. */
export interface TestMachine extends PhoneMachine {
  readonly rows: MediaRow[];
  readonly granted: Set<string>;
  readonly lines: string[];
  readonly state: { language: Language; awake: boolean; locked: boolean; hasPin: boolean };
  readonly versions: Map<string, string>;
}

export interface TestPhone {
  readonly machine: TestMachine;
  readonly front: RackFront;
  readonly posts: PostLedger;
  readonly orders: FaultOrder[];
  readonly unplugged: { count: number };
}

export interface TestPhoneOptions {
  readonly language?: Language;
  readonly sdk?: number;
  readonly seed?: number;
  readonly accounts?: Accounts;
  /** False leaves every runtime permission to be asked for. */
  readonly isGranted?: boolean;
}

export const TIKTOK = 'com.zhiliaoapp.musically';
export const INSTAGRAM = 'com.instagram.android';
const PERMISSIONS = [
  'CAMERA',
  'RECORD_AUDIO',
  'READ_EXTERNAL_STORAGE',
  'READ_MEDIA_VIDEO',
  'READ_MEDIA_IMAGES',
  'POST_NOTIFICATIONS',
];

export function createTestMachine(options: TestPhoneOptions = {}): TestMachine {
  const rows: MediaRow[] = [];
  const lines: string[] = [];
  const granted = new Set<string>();
  const versions = new Map([
    [TIKTOK, '43.1.4'],
    [INSTAGRAM, '411.0.0.35.80'],
    ['com.android.settings', '13'],
  ]);
  if (options.isGranted !== false) {
    for (const name of [TIKTOK, INSTAGRAM]) {
      for (const permission of PERMISSIONS) granted.add(`${name} android.permission.${permission}`);
    }
  }
  const state = { language: options.language ?? 'en', awake: true, locked: false, hasPin: false };
  const newestFirst = (a: MediaRow, b: MediaRow): number =>
    b.dateModifiedSeconds - a.dateModifiedSeconds || b.id - a.id;
  return {
    rows,
    granted,
    lines,
    state,
    versions,
    serial: 'RACK0001',
    model: 'Pixel 7',
    sdk: options.sdk ?? 33,
    release: '13',
    widthPx: 1080,
    heightPx: 2400,
    random: createRandom(options.seed ?? 1),
    time: createTime('instant'),
    media: {
      list: (kind) => rows.filter((row) => kind === 'any' || row.kind === kind).toSorted(newestFirst),
      byUri: (uri) => rows.find((row) => uri.endsWith(`/${row.id}`)) ?? null,
      isReadable: () => true,
    },
    packages: {
      versionName: (name) => versions.get(name) ?? null,
      hasPermission: (name, permission) => granted.has(`${name} ${permission}`),
      grantPermission: (name, permission) => void granted.add(`${name} ${permission}`),
    },
    network: { isUp: true, whenUp: async () => {} },
    power: {
      get awake() {
        return state.awake;
      },
      get locked() {
        return state.locked;
      },
      wake: () => {
        state.awake = true;
      },
      sleep: () => {
        state.awake = false;
        state.locked = true;
      },
      dismissKeyguard: () => {
        if (!state.hasPin) state.locked = false;
      },
    },
    log: { add: (entry) => void lines.push(`${entry.kind}: ${entry.what}`) },
    language: () => state.language,
    wordings: () => ({}),
  };
}

/** Strikes an order once, at its place; without a `when` at the first place that asks. */
function faultBook(orders: FaultOrder[]): FaultBook {
  return {
    strike: (kind: FaultKind, at) => {
      const index = orders.findIndex(
        (order) =>
          order.kind === kind &&
          (order.when?.step === undefined || order.when.step === at?.step) &&
          (order.when?.request === undefined || order.when.request === at?.request),
      );
      return index < 0 ? null : (orders.splice(index, 1)[0] ?? null);
    },
    arrive: () => {},
    awaits: (kind) => orders.some((order) => order.kind === kind),
    last: ({ for_ms }, lift) => {
      const timer = for_ms === undefined ? undefined : setTimeout(lift, for_ms).unref();
      return () => clearTimeout(timer);
    },
  };
}

export function createTestPhone(options: TestPhoneOptions = {}): TestPhone {
  const machine = createTestMachine(options);
  const posts = createLedger();
  const orders: FaultOrder[] = [];
  const unplugged = { count: 0 };
  const front = createFront(machine, faultBook(orders), {
    pace: 'instant',
    posts,
    accounts: options.accounts ?? {},
    unplug: () => {
      unplugged.count += 1;
    },
  });
  return { machine, front, posts, orders, unplugged };
}

let lastMediaId = 40;

/** A file that was pushed and scanned. */
export function addMedia(machine: TestMachine, kind: 'video' | 'image', name: string): MediaRow {
  lastMediaId += 1;
  const row: MediaRow = {
    id: lastMediaId,
    kind,
    path: `/storage/emulated/0/Movies/${name}`,
    name,
    mime: kind === 'video' ? 'video/mp4' : 'image/jpeg',
    sizeBytes: 1000 + lastMediaId,
    sha256: createHash('sha256').update(name).digest('hex'),
    dateAddedSeconds: 1_700_000_000 + lastMediaId,
    dateModifiedSeconds: 1_700_000_000 + lastMediaId,
    widthPx: 1080,
    heightPx: 1920,
    durationMs: kind === 'video' ? 9000 : null,
  };
  machine.rows.push(row);
  return row;
}

export function uriOf(row: MediaRow): string {
  return `content://media/external/${row.kind === 'video' ? 'video' : 'images'}/media/${row.id}`;
}

/** What `am start` makes of a share: the same URI as data and as stream, and the read grant. */
export function shareIntent(row: MediaRow, component: string, overrides: Partial<Intent> = {}): Intent {
  return {
    action: 'android.intent.action.SEND',
    data: uriOf(row),
    mimeType: row.mime,
    component,
    packageName: null,
    categories: [],
    flags: 0x1000_0001,
    extras: new Map([['android.intent.extra.STREAM', uriOf(row)]]),
    ...overrides,
  };
}

export function launchIntent(packageName: string): Intent {
  return {
    action: 'android.intent.action.MAIN',
    data: null,
    mimeType: null,
    component: null,
    packageName,
    categories: ['android.intent.category.LAUNCHER'],
    flags: 0x1000_0000,
    extras: new Map(),
  };
}

export const TIKTOK_SHARE = `${TIKTOK}/com.ss.android.ugc.aweme.share.SystemShareActivity`;
export const INSTAGRAM_SHARE = `${INSTAGRAM}/com.instagram.share.handleractivity.ShareHandlerActivity`;

/** Lets everything that is due at pace `instant` happen. */
export function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** A new clip arrives on the phone and is shared with an app, which then shows what it makes of it. */
export async function shareVideo(phone: TestPhone, component: string): Promise<void> {
  phone.front.startActivity(shareIntent(addMedia(phone.machine, 'video', 'clip.mp4'), component));
  await settled();
}
