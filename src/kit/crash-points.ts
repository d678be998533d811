/**
 * Moments between two things that must not come apart: places where `npm run chaos` and the tests kill a server to see
 * that what is left behind can be told and settled. Nothing happens there unless a variable of the environment arms one.
 */
import { writeSync } from 'node:fs';

/** Passed by a start, a stop or a restore, whatever is posted; bench/crash-start.ts kills servers at them. */
export const LIFE_POINTS = Object.freeze({
  'database.making': 'The folder of the database in the making is there; it is empty.',
  'database.made': 'The database is made; it does not have its name yet.',
  'database.named': 'The database has its name; it was never started.',
  'database.starting': 'Where PostgreSQL will listen is written down and made; it does not run.',
  'database.started': 'PostgreSQL runs; the server has not connected.',
  'database.migrating': 'A migration is done; its transaction is not over.',
  'database.migrated': 'The tables are up to date; nothing else has started.',
  'database.stopping': 'PostgreSQL is to be stopped; it runs.',
  'database.stopped': 'PostgreSQL has stopped; the folder of its socket is still there.',
  'restore.unpacked': 'A backup is unpacked and checked; its transaction is not over.',
  'restore.committed': 'A backup is in the database; its files are not at their place.',
  'restore.moved': 'A backup is at its place; the mark of a restore under way is still there.',
} as const);

/** Each with what has just happened and what has not. docs/crash-points.md is made of it. */
export const CRASH_POINTS = Object.freeze({
  ...LIFE_POINTS,
  'material.placed': 'A file is at its place in the media store; the database does not know it.',
  'creation.prepared': "The request's files are in the media store; its transaction has not begun.",
  'creation.written': 'The tasks are in the database; the caller has no answer yet.',
  'attempt.claimed': 'The task is running in the database; nothing has been done on the phone.',
  'prepare.begun': 'The step is written down; the phone has not been touched.',
  'prepare.done': "The app is open; the step's end is not written down.",
  'account.begun': 'The step is written down; the account has not been looked at.',
  'account.done': "The account is chosen; the step's end is not written down.",
  'media.begun': 'The step is written down; no file is on the phone.',
  'media.done': "The files are on the phone; the step's end is not written down.",
  'compose.begun': 'The step is written down; nothing is made in the app.',
  'compose.done': "The post is made and not sent; the step's end is not written down.",
  'commit.begun': 'The step is written down; the commit point is not.',
  'commit.recording': 'The button that publishes is in sight; the commit point is not written down.',
  'commit.recorded': 'The commit point is written down; the button is not tapped.',
  'commit.tapped': 'The button is tapped; nobody has looked what came of it.',
  'commit.done': "The button is tapped; the step's end is not written down.",
  'confirm.begun': 'The step is written down; nobody has looked for the post.',
  'confirm.done': "The post was seen; the step's end is not written down.",
  'cleanup.begun': 'The step is written down; the files are still on the phone.',
  'cleanup.done': "The phone is clean; the step's end is not written down.",
  'evidence.kept': 'The file of a screenshot or a tree is on disk; the attempt does not name it.',
  'attempt.ended': 'How the attempt ended is known; it is not in the database.',
  'attempt.settled': 'The end of the attempt is in the database; nobody has been told.',
  'recovery.found': 'An attempt that nobody carries out any more is found; nothing is done about it.',
  'recovery.looked': 'The phone was asked what such an attempt published; the answer is not in the database.',
  'recovery.settled': 'Such an attempt is settled in the database; nobody has been told.',
  'look.claimed': 'A later look for what a failed task published is written down; the phone has not been asked.',
  'look.looked': 'The phone was asked; what it said is not in the database.',
  'look.written': 'What the phone said is in the database; nobody has been told.',
  'settle.written': 'What an operator said of a task is in the database; the caller has no answer yet.',
  'retention.forgotten': 'Old tasks are out of the database; their evidence is still there.',
  'retention.unnamed': 'Tasks name their oldest evidence no more; its files are still in their place.',
  'retention.material': 'A material that no task needs is out of the database; its file is still there.',
  'stop.asked': 'The server is asked to stop; everything still runs.',
  'stop.idle': 'No attempt runs any more; the server is still in the database.',
} as const);

export type CrashPoint = keyof typeof CRASH_POINTS;

interface Armed {
  readonly name: CrashPoint;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
  /** Passes until it strikes. */
  left: number;
}

let armed: Armed | null = null;

function isCrashPoint(name: string): name is CrashPoint {
  return Object.hasOwn(CRASH_POINTS, name);
}

/**
 * Arms one point: `NAME` ends the process with SIGKILL at its first pass, `NAME:3` at the third, `NAME:pause` and
 * `NAME:3:pause` suspend it with SIGSTOP, so that whoever waits for its line on stderr can wake it with SIGCONT.
 * @throws Error when it names no point.
 */
export function armCrashPoint(written: string): void {
  const [, name = '', pass = '1', pause] = /^([^:]*)(?::(\d+))?(?::(pause))?$/.exec(written) ?? [];
  if (!isCrashPoint(name))
    throw new Error(`${written} is no crash point; there are ${Object.keys(CRASH_POINTS).join(', ')}`);
  armed = { name, signal: pause === undefined ? 'SIGKILL' : 'SIGSTOP', left: Math.max(1, Number(pass)) };
}

/** Nothing, unless this point is armed. */
export function crashPoint(name: CrashPoint): void {
  if (armed === null || armed.name !== name) return;
  armed.left -= 1;
  if (armed.left > 0) return;
  const { signal } = armed;
  armed = null;
  // Written past the streams, which would keep it until the next turn of the event loop.
  writeSync(process.stderr.fd, `crash point ${name}: ${signal}\n`);
  process.kill(process.pid, signal);
}
