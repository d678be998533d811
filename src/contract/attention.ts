import { type Static, type TProperties, Type } from 'typebox';

import { Id, Nullable, Platform, Serial, Timestamp } from './common.ts';
import { Incident, Quarantine } from './device-health.ts';
import { API_PREFIX, type RouteSpec } from './route-spec.ts';
import { StatusHold } from './status.ts';

const Count = Type.Integer({ minimum: 0 });
const MAX_ITEMS = 200;
export const DEFAULT_ATTENTION_ITEMS = 20;

const LastError = Type.String({ description: 'What the error of the last of them says.' });
const ScreenshotUrl = Nullable(Type.String(), {
  description: 'Of the last of them: what the phone showed when it failed. Null where none is kept.',
});
const TreeUrl = Nullable(Type.String(), { description: 'Its UI tree, as text.' });

export const AttentionTask = Type.Object(
  {
    task_id: Id,
    serial: Serial,
    platform: Nullable(Type.Enum(Platform.enum)),
    username: Nullable(Type.String()),
    script_name: Type.String(),
    caption: Type.String(),
    since: Timestamp,
    scheduled_at: Timestamp,
    message: Type.String({ description: 'Why it needs somebody.' }),
    reason: Nullable(Type.Enum(['overdue', 'restored']), { description: 'Of a task that waits for a decision.' }),
    next_look_at: Nullable(Timestamp, {
      description: 'When the phone is looked at again for a post whose outcome is unknown; null when it is not.',
    }),
    screenshot_url: ScreenshotUrl,
  },
  { title: 'AttentionTask' },
);
export type AttentionTask = Static<typeof AttentionTask>;

export const QuarantinedPhone = Type.Object(
  {
    serial: Serial,
    model: Nullable(Type.String()),
    state: Type.String({ description: 'As ADB says it, or absent.' }),
    ...Quarantine.properties,
  },
  { title: 'QuarantinedPhone' },
);

export const UnknownDialog = Type.Object(
  {
    fingerprint: Type.String({ description: 'The same screen has the same one on every phone.' }),
    code: Type.String({ description: 'UNKNOWN_DIALOG, mostly.' }),
    tasks: Count,
    serials: Type.Array(Serial),
    first_seen_at: Timestamp,
    last_seen_at: Timestamp,
    last_task_id: Id,
    message: LastError,
    screenshot_url: ScreenshotUrl,
    tree_url: TreeUrl,
  },
  { title: 'UnknownDialog' },
);

export const SignedOutAccount = Type.Object(
  {
    account_id: Id,
    platform: Type.Enum(Platform.enum),
    username: Type.String(),
    serial: Serial,
    last_check_at: Timestamp,
  },
  { title: 'SignedOutAccount' },
);

export const BlockedApp = Type.Object(
  {
    serial: Serial,
    platform: Nullable(Type.Enum(Platform.enum)),
    code: Type.String({ description: 'APP_BLOCKED, or ACCOUNT_NOT_SIGNED_IN where nobody is.' }),
    tasks: Count,
    first_seen_at: Timestamp,
    last_seen_at: Timestamp,
    last_task_id: Id,
    message: LastError,
    screenshot_url: ScreenshotUrl,
  },
  { title: 'BlockedApp' },
);

/** How many there are, since when, and the first of them. */
function group<Items extends TProperties>(items: Items, description: string) {
  return Type.Object(
    { count: Count, oldest_at: Nullable(Timestamp, { description: 'Null when there is none.' }), ...items },
    { description },
  );
}

export const Attention = Type.Object(
  {
    total: Type.Integer({ minimum: 0, description: 'The sum of the counts. 0 when all is well.' }),
    unknown_outcomes: group(
      { tasks: Type.Array(AttentionTask) },
      'Failed tasks of which nobody knows whether they were published; POST /task/{id}/settle decides. The oldest first.',
    ),
    overdue: group(
      { tasks: Type.Array(AttentionTask) },
      'Pending tasks that wait for a decision; POST /task/overdue decides. The one due first comes first.',
    ),
    quarantined: group({ phones: Type.Array(QuarantinedPhone) }, 'Phones that get no tasks. The oldest first.'),
    dialogs: group(
      { dialogs: Type.Array(UnknownDialog) },
      'Screens that the flows do not know, of failed tasks whose app has not completed one on that phone since; each counts once. The newest first.',
    ),
    signed_out: group(
      { accounts: Type.Array(SignedOutAccount) },
      'Enabled accounts that were not signed in on their phone at the last look. The oldest look first.',
    ),
    blocked_apps: group(
      { apps: Type.Array(BlockedApp) },
      'Apps that ask for something only their owner can do, as failed tasks found them, and that have not completed a task on that phone since. The newest first.',
    ),
    holds: group(
      { holds: Type.Array(StatusHold), incident: Nullable(Incident) },
      'What keeps all phones from beginning a task, such as a full disk, and the incident that goes on.',
    ),
  },
  { title: 'Attention' },
);
export type Attention = Static<typeof Attention>;

export const AttentionQuery = Type.Object(
  {
    items: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: MAX_ITEMS,
        default: DEFAULT_ATTENTION_ITEMS,
        description: 'How many of each group are listed; all of them are counted.',
      }),
    ),
  },
  { additionalProperties: false, title: 'AttentionQuery' },
);

export const ATTENTION_ROUTES = {
  attention: {
    method: 'GET',
    path: `${API_PREFIX}/attention`,
    tag: 'server',
    summary: 'What needs somebody',
    description: 'Cheap enough for every open page to ask now and then.',
    query: AttentionQuery,
    data: Attention,
    errors: [],
  },
} as const satisfies Readonly<Record<string, RouteSpec>>;
