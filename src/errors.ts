/**
 * The table of every error a user can meet. The name is what the code throws; `kind` says where it shows itself:
 * `api` as an answer of the HTTP API (with its `code` and HTTP `status`, which only http/ reads), `task` as the
 * `error.code` of a failed task, `start` as a sentence on the terminal when a command cannot begin.
 * docs/errors.md is generated from this table. A code or name that was retired is never used again.
 */

interface ApiErrorEntry {
  readonly kind: 'api';
  readonly code: number;
  readonly status: number;
  readonly sentence: string;
  readonly remedy: string;
}

interface TaskErrorEntry {
  readonly kind: 'task';
  /** Whether another attempt may help, provided nothing can have been published. */
  readonly retryable: boolean;
  readonly sentence: string;
  readonly remedy: string;
}

interface StartErrorEntry {
  readonly kind: 'start';
  readonly sentence: string;
  readonly remedy: string;
}

export type ErrorEntry = ApiErrorEntry | TaskErrorEntry | StartErrorEntry;

const api = <Code extends number>(code: Code, status: number, sentence: string, remedy: string) =>
  ({ kind: 'api', code, status, sentence, remedy }) as const;
const once = (sentence: string, remedy: string) => ({ kind: 'task', retryable: false, sentence, remedy }) as const;
const again = (sentence: string, remedy: string) => ({ kind: 'task', retryable: true, sentence, remedy }) as const;
const start = (sentence: string, remedy: string) => ({ kind: 'start', sentence, remedy }) as const;

export const ERRORS = Object.freeze({
  INVALID_PARAMETER: api(
    40001,
    400,
    'A parameter is invalid.',
    'Mend the fields that data.errors names and send the request again.',
  ),
  SCRIPT_NAME_MISSING: api(40002, 400, 'script_name is missing.', 'Send script_name: "post".'),
  SCRIPT_NOT_AVAILABLE: api(
    40003,
    400,
    'This script cannot be run through the API.',
    'Use one of the scripts that the message lists.',
  ),
  API_KEY_REQUIRED: api(
    40101,
    401,
    'The API key is missing or wrong.',
    'Send the configured key as "Authorization: Bearer KEY" or in X-API-Key.',
  ),
  PLAN_REFUSED: api(
    40301,
    403,
    'The licence plan does not allow this.',
    'See GET /api/v1/license/check; install a licence that covers it.',
  ),
  ORIGIN_REFUSED: api(
    40302,
    403,
    'The Origin or Host of the request is refused.',
    'Call from the machine itself, or add the name to allowed-hosts.',
  ),
  NOT_FOUND: api(40401, 404, 'There is no such resource.', 'Check the path, the id, the serial or the username.'),
  METHOD_NOT_ALLOWED: api(
    40501,
    405,
    'The path exists, but not with this method.',
    'Use one of the methods in the Allow header.',
  ),
  STATE_CONFLICT: api(
    40901,
    409,
    'The state of the resource does not allow this.',
    'Read the resource and decide again.',
  ),
  BODY_TOO_LARGE: api(
    41301,
    413,
    'The request body is larger than 1 MiB, or a sent file larger than 4 GiB.',
    'Send media by path in material_list or to POST /material, not in a JSON body.',
  ),
  NOT_JSON: api(
    41501,
    415,
    'The request body is not JSON, or a file not sent as a form.',
    'Send Content-Type: application/json; files as multipart/form-data.',
  ),
  RATE_LIMITED: api(42901, 429, 'Too many requests.', 'Wait for the time in Retry-After.'),
  INTERNAL: api(
    50001,
    500,
    'Something inside Postwright went wrong.',
    'Look for the request id in the log and report it.',
  ),
  UNAVAILABLE: api(
    50301,
    503,
    'Postwright is starting, stopping, or cannot reach its database.',
    'Wait for the time in Retry-After and try again.',
  ),

  DEVICE_LOST: again(
    'The phone went away from ADB during the attempt.',
    'Check the cable, the hub and the phone; the attempt is repeated when it is back.',
  ),
  DEVICE_TIMEOUT: again('The phone did not answer in time.', 'Check the cable and the load of the phone.'),
  DEVICE_UNAUTHORIZED: once(
    'The phone has not authorised this computer.',
    'Accept "Allow USB debugging?" on the phone.',
  ),
  DEVICE_LOCKED: once(
    'The phone is locked with a PIN, a pattern or a password.',
    'Unlock the phone and take the secure lock off.',
  ),
  DEVICE_STORAGE_FULL: again('There is too little free space on the phone.', 'Free some space on the phone.'),
  DEVICE_COMMAND_FAILED: again(
    'A command on the phone failed.',
    'Read the command and its output in the error message.',
  ),
  PUSH_FAILED: again(
    'The file could not be copied to the phone whole.',
    'Check the cable; look at the free space of the phone.',
  ),
  MEDIA_NOT_INDEXED: again(
    'The phone did not list the copied file in its media store.',
    'Restart the phone if this repeats.',
  ),
  MATERIAL_MISSING: once(
    'The stored copy of the media file is gone or damaged.',
    'Create the task again with the source file.',
  ),
  MATERIAL_DELETED: once(
    'A media file of the task was deleted from the library by force.',
    'Send the file again and create the task again.',
  ),
  APP_NOT_INSTALLED: once('The app is not installed on the phone.', 'Install the app and sign in to the account.'),
  APP_LANGUAGE_UNSUPPORTED: once(
    'The phone runs in a language the flows do not know.',
    'Set the phone to a language that the message names.',
  ),
  APP_VERSION_UNSUPPORTED: once(
    'The flows do not know this version of the app.',
    'Install a version that the message names, or add flows for this one: docs/flows.md says how.',
  ),
  APP_CRASHED: again('The app stopped during the attempt.', 'Update the app if this repeats.'),
  APP_BLOCKED: once(
    'The app asks for something only its owner can do (verification, suspension, login).',
    'Open the app on the phone and look.',
  ),
  UIA2_UNAVAILABLE: again(
    'The UiAutomator2 server on the phone does not answer.',
    'End other automation tools on the phone; exempt io.appium.uiautomator2.server from battery saving.',
  ),
  UIA2_INSTALL_FAILED: once(
    'The UiAutomator2 server could not be installed.',
    'Allow installation over USB on the phone; the message says what the phone answered.',
  ),
  ELEMENT_NOT_FOUND: again(
    'The app did not show what the flow was waiting for.',
    'Look at the screenshot and the UI tree of the attempt; the app may have changed.',
  ),
  UNKNOWN_DIALOG: again(
    'A dialog that the flows do not know covers the app.',
    'Look at the screenshot; close the dialog on the phone.',
  ),
  FLOW_INVALID: once(
    'A flow file is not valid.',
    'Mend the file at the line that the message names; "flow check" says when all are valid.',
  ),
  MEDIA_NOT_PICKED: again(
    'The files of the task could not be picked in the gallery of the app.',
    'Leave the phone alone while it posts; look at the screenshot of the attempt.',
  ),
  SOUND_NOT_FOUND: once(
    'The app found no sound by this name, or does not let it be used.',
    'Try the name in the app on the phone, as this account; create the task again with a sound that the app finds, or a longer sound_wait_time.',
  ),
  PRODUCT_NOT_FOUND: once(
    'The app offered no product to link.',
    'Put a product into the showcase of the account, or leave add_product_link out.',
  ),
  SLIDER_NOT_SET: again(
    'A slider of the app did not take its value.',
    'Look at the screenshot of the attempt; the app may have changed.',
  ),
  ACCOUNT_NOT_SIGNED_IN: once(
    'The account is not signed in on the phone.',
    'Sign in to the account in the app, then match the accounts again.',
  ),
  ACCOUNT_MISMATCH: again(
    'Another account is current than the one the task is for.',
    'Look at the screenshot of the attempt.',
  ),
  CAPTION_MISMATCH: again('The app did not take the caption as given.', 'Shorten or simplify the caption.'),
  UPLOAD_FAILED: again('The app said that the upload failed.', 'Check the network of the phone.'),
  OUTCOME_UNKNOWN: once(
    'The post may or may not have been published.',
    'Look at the profile of the account, then retry with force or leave it.',
  ),
  STOPPED: once('The task was stopped on request.', 'Retry the task to run it again.'),
  SKIPPED: once(
    'The task was overdue, and somebody decided to leave it out.',
    'Retry the task to publish it after all.',
  ),
  LEASE_LOST: again(
    'The attempt was ended or taken over by another server while this one was suspended or cut off from the database.',
    'Nothing: whoever took it over settles the task. If it repeats, keep the machine from going to sleep.',
  ),
  SERVER_STOPPED: again('The server ended during the attempt.', 'Nothing: the task is settled at the next start.'),
  SCRIPT_INVALID: once(
    'The folder of a custom script is not valid.',
    'Mend the file at the line that the message names; it is read again at once.',
  ),
  SCRIPT_GONE: once(
    'The custom script of the task is no longer there.',
    'Put its folder back into scripts/ of the data directory and retry the task.',
  ),
  SCRIPT_CHANGED: once(
    "The custom script has changed since the task was created, and the task's parameters do not fit it any more.",
    'Create the task again with parameters that fit.',
  ),
  SCRIPT_TIMEOUT: again(
    'The custom script took longer than its timeout.',
    'Look at the screenshot of the attempt; give the script a longer timeout if it needs one.',
  ),
  SCRIPT_FAILED: once('The attempt failed in a way nobody foresaw.', 'Report it with the log of the task.'),

  NODE_TOO_OLD: start('The Node.js that runs Postwright is too old.', 'Install Node.js 22.12 or newer.'),
  CONFIG_INVALID: start('A setting is invalid.', 'Mend the setting that the message names.'),
  PORT_TAKEN: start('The port is already in use.', 'End the program that uses it, or choose another with --port.'),
  DATA_DIR_IN_USE: start(
    'Another Postwright server uses this data directory.',
    'Stop it, or choose another with --data-dir.',
  ),
  DATA_DIR_UNUSABLE: start('The data directory cannot be used.', 'Choose a writable directory with --data-dir.'),
  DATABASE_TOO_NEW: start(
    'The data directory was written by a newer version.',
    'Use that version, or another data directory.',
  ),
  DATABASE_UNAVAILABLE: start(
    'PostgreSQL cannot be reached or started.',
    'Read the reason in the message; check --database-url or the log of PostgreSQL in the data directory.',
  ),
  API_KEY_NEEDED: start('Listening beyond loopback needs an API key.', 'Configure api-key, or listen on 127.0.0.1.'),
  ADB_UNAVAILABLE: start(
    'The ADB server cannot be reached.',
    'Start it with "adb start-server", or give its address with --adb.',
  ),
  SERVER_UNREACHABLE: start(
    'No Postwright server answers.',
    'Start it with "npm start -- serve", or say where it is with --host and --port.',
  ),
  FILE_UNUSABLE: start('The file cannot be used.', 'Read the reason in the message; give another path.'),
  BACKUP_INVALID: start(
    'The file is no backup, or a damaged one.',
    'Take another backup; nothing of this one was restored.',
  ),
  NOT_EMPTY: start(
    'A backup is restored into an empty place only.',
    'Choose an empty directory with --data-dir (and an empty database with --database-url).',
  ),
  LICENSE_INVALID: start(
    'The licence cannot be used.',
    'Ask its issuer for a valid token; the message says what is wrong.',
  ),
} satisfies Record<string, ErrorEntry>);

export type ErrorName = keyof typeof ERRORS;
type NamesOf<Kind extends ErrorEntry['kind']> = {
  [N in ErrorName]: (typeof ERRORS)[N]['kind'] extends Kind ? N : never;
}[ErrorName];
export type ApiErrorName = NamesOf<'api'>;
export type ApiErrorCode = (typeof ERRORS)[ApiErrorName]['code'];
export type TaskErrorName = NamesOf<'task'>;

/** What is wrong with a field, for programs that say it in words of their own. */
export const FIELD_RULES = Object.freeze([
  'missing',
  'unknown',
  'empty',
  'type',
  'choice',
  'number',
  'length',
  'entries',
  'repeated',
  'past',
  'caption',
  'file',
  'username',
] as const);
export type FieldRule = (typeof FIELD_RULES)[number];

export interface FieldError {
  /** Where in the request: `script_config.captions`, `serials.0`, `query.page`. */
  readonly path: string;
  readonly message: string;
  /** Left out where only the message says it. */
  readonly rule?: FieldRule;
  /** The limits of a number, of a length in characters, or of how many entries there may be. */
  readonly min?: number;
  readonly max?: number;
}

export interface ErrorDetails {
  /** What goes into `data` of an API answer; field errors go under `errors`. */
  readonly data?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An error of the table. The message is a sentence for the user; the cause is for the log. */
export class PostwrightError extends Error {
  readonly errorName: ErrorName;
  readonly data: Readonly<Record<string, unknown>> | undefined;

  constructor(errorName: ErrorName, message?: string, details: ErrorDetails = {}) {
    super(message ?? ERRORS[errorName].sentence, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'PostwrightError';
    this.errorName = errorName;
    this.data = details.data;
  }
}

/** A 40001 that names its fields. The first one is also the message. */
export function invalid(errors: readonly [FieldError, ...FieldError[]]): PostwrightError {
  const [first] = errors;
  return new PostwrightError('INVALID_PARAMETER', `${first.path}: ${first.message}`, { data: { errors } });
}

export function isTaskErrorName(name: ErrorName): name is TaskErrorName {
  return ERRORS[name].kind === 'task';
}
