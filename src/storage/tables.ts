import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** JSON as PostgreSQL's jsonb gives it back. The rooms that own a column know its shape; storage does not. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

type JsonColumn<Shape extends object | null> = JSONColumnType<Shape & object> | (null extends Shape ? null : never);
/** Written as a Date or omitted (now), read as a Date. */
type CreatedAt = ColumnType<Date, Date | undefined, never>;

export interface TaskTable {
  id: Generated<number>;
  request_id: string;
  serial: string;
  account_id: number | null;
  username: string | null;
  /** Null for a task of a custom script. */
  platform: 'tiktok' | 'instagram' | null;
  script_name: string;
  /** As the caller sent it. */
  script_config: JsonColumn<object>;
  /** What was decided at creation (drawn caption, materials, kind): a retry publishes the same thing. */
  plan: JsonColumn<object>;
  /** Lower-case text that `q` searches: the caption and the title. */
  search_text: string;
  source: 'ui' | 'api';
  priority: number;
  /** 0 pending, 1 running, 2 completed, 3 failed. Only tasks/states.ts writes it. */
  status: Generated<number>;
  attempt: Generated<number>;
  max_retries: number;
  retries_used: Generated<number>;
  scheduled_at: Date;
  /** Why a pending task waits for a decision; null while it may begin when it is due. A move ends the waiting. */
  held_for: 'overdue' | 'restored' | null;
  held_since: Date | null;
  /** Between this and the task before it of the same request on the same phone; null where the request has no intervals. */
  gap_ms: number | null;
  created_at: CreatedAt;
  started_at: Date | null;
  finished_at: Date | null;
  /** { step, label, percent, stopping } while running. */
  progress: JsonColumn<object | null>;
  /** { code, message, step, retryable, published }. */
  error: JsonColumn<object | null>;
  /** { published_at, post_url, caption, materials, account, evidence }. */
  result: JsonColumn<object | null>;
  /** { checked_at, ok, findings }. */
  preflight: JsonColumn<object | null>;
  /** When that was found; what says who is due for a look. */
  preflight_at: Date | null;
  /** { looks, ends_at, history } of a failed task of which it is, or was, unknown whether it was published. */
  reconcile: JsonColumn<object | null>;
  /** When the phone is looked at next for what the task may have published; null when no look is owed. */
  reconcile_at: Date | null;
  /** Names the look that is going on; one that cannot show it decides nothing. */
  reconcile_token: string | null;
  /** { published, by, source, note, at }: what an operator said. */
  settled: JsonColumn<object | null>;
  /** [{ from, to, at, source }]: when it was moved, the last times. */
  reschedules: ColumnType<readonly object[], string | undefined, string>;
}

export interface AttemptTable {
  id: Generated<number>;
  task_id: number;
  number: number;
  /** Names this try; a writer that cannot show it has lost the attempt. */
  token: string;
  /** The server process that runs it (servers.id). */
  server_id: string;
  started_at: Date;
  finished_at: Date | null;
  /** When the commit point was recorded: from here on something may have been published. */
  committed_at: Date | null;
  outcome: 'running' | 'completed' | 'failed';
  /** The account read back from the app. */
  account: string | null;
  /** { id, version } of the app that was opened; null before that, and of attempts before this was written down. */
  app: JsonColumn<object | null>;
  /** [{ name, label, started_at, finished_at, error }]. */
  steps: JsonColumn<readonly object[]>;
  error: JsonColumn<object | null>;
  /** [{ kind, name, path, at, looked_for }], paths relative to the evidence folder. */
  evidence: JsonColumn<readonly object[]>;
  /** Counts up, about once a second, while somebody carries it out. */
  renewals: Generated<number>;
  /** When somebody asked for its end; whoever carries it out sees that as it renews. */
  stop_requested_at: Date | null;
}

/** One POST that made tasks; its answer is kept for Idempotency-Key. */
export interface RequestTable {
  id: string;
  idempotency_key: string | null;
  body_hash: string;
  answer: JsonColumn<object>;
  created_at: CreatedAt;
}

export interface DeviceTable {
  serial: string;
  state: string;
  model: string | null;
  android_version: string | null;
  sdk: number | null;
  first_seen_at: CreatedAt;
  last_seen_at: Date;
  /** Until when a lane looked after it. */
  served_at: Date | null;
  /** All three are null, or none is. */
  quarantined_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  quarantine_reason: ColumnType<string | null, string | null | undefined, string | null>;
  quarantined_by: ColumnType<
    'postwright' | 'operator' | null,
    'postwright' | 'operator' | null | undefined,
    'postwright' | 'operator' | null
  >;
  /** How people call it. */
  name: ColumnType<string | null, string | null | undefined, string | null>;
  tags: Generated<string[]>;
  /** When it was put out of use; then with a reason, and with the serial of the phone in its place if there is one. */
  retired_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  retired_reason: ColumnType<string | null, string | null | undefined, string | null>;
  replaced_by: ColumnType<string | null, string | null | undefined, string | null>;
}

/** What happened to a phone, for people to read. */
export interface DeviceHistoryTable {
  id: Generated<number>;
  serial: string;
  at: Date;
  event: string;
  message: string;
}

/** Many phones that dropped at once. */
export interface IncidentTable {
  id: Generated<number>;
  began_at: Date;
  ended_at: Date | null;
  /** A sentence. */
  cause: string;
  serials: string[];
}

export interface AccountTable {
  id: Generated<number>;
  platform: 'tiktok' | 'instagram';
  username: string;
  serial: string | null;
  enabled: Generated<boolean>;
  /** How people call it; it decides nothing. */
  display_name: string | null;
  tags: Generated<string[]>;
  notes: Generated<string>;
  /** When a post of it was last seen on its profile. */
  last_post_at: Date | null;
  /** When an app was last asked who is signed in, and whether this account was. */
  last_check_at: Date | null;
  signed_in: boolean | null;
  created_at: CreatedAt;
  /** Of what its owner says of it; posts and checks leave it alone. */
  updated_at: Date;
}

export interface MaterialTable {
  sha256: string;
  kind: 'video' | 'image';
  mime: string;
  extension: string;
  size_bytes: number;
  original_name: string;
  created_at: CreatedAt;
  /** What the file says of itself, null where it does not; all of them null while probed_at is. */
  container: string | null;
  video_codec: string | null;
  audio_codec: string | null;
  /** As shown, with the rotation applied. */
  width_px: number | null;
  height_px: number | null;
  rotation_degrees: number | null;
  duration_ms: number | null;
  frame_rate: number | null;
  probed_at: Date | null;
  /** Lower-case, each once, in the order given. */
  tags: Generated<string[]>;
  caption: string | null;
  sort_order: Generated<number>;
  /** Whether it was put into the library, where picks may take it, rather than brought by a task. */
  in_library: Generated<boolean>;
  /** When a request last asked for it. What nobody has asked for lately and no task needs goes, unless it was in the library. */
  wanted_at: Generated<Date>;
  /** When it was first put into the library; null of what tasks brought along. */
  library_at: Date | null;
}

/** That a task publishes a material as somebody; it stays when the task or the material goes. */
export interface MaterialUseTable {
  id: Generated<number>;
  sha256: string;
  task_id: number | null;
  platform: 'tiktok' | 'instagram';
  /** The account's lower-case name, or `@current:SERIAL` while it is whoever is current in the app on that phone. */
  account_key: string;
  serial: string;
  /** Of a rehearsal, which publishes nothing. */
  rehearsal: Generated<boolean>;
  created_at: CreatedAt;
  /** Of all the files of the post; null for posts whose task was deleted before this was written down. */
  post_key: string | null;
  /** The task's id, also when that is deleted. */
  of_task: number | null;
  /** Of a task that was made for whoever is current on the phone. */
  by_current: Generated<boolean>;
}

export interface ServerTable {
  id: string;
  host: string;
  pid: number;
  started_at: Date;
  heartbeat_at: Date;
}

/** A filter of a page of the console that people keep under a name. */
export interface ViewTable {
  id: Generated<number>;
  page: string;
  name: string;
  query: string;
  created_at: CreatedAt;
}

/** One row: which database this is. */
export interface IdentityTable {
  id: Generated<string>;
}

export interface Tables {
  tasks: TaskTable;
  attempts: AttemptTable;
  requests: RequestTable;
  devices: DeviceTable;
  device_history: DeviceHistoryTable;
  incidents: IncidentTable;
  accounts: AccountTable;
  materials: MaterialTable;
  material_uses: MaterialUseTable;
  servers: ServerTable;
  saved_views: ViewTable;
  identity: IdentityTable;
}
