/** The commands with their flags and their help. What a command does is in its own file, loaded when it is called. */
import { Command, CommanderError, Option } from 'commander';
import { SETTING_NAMES } from '../config/settings.ts';
import { packageVersion } from '../kit/package.ts';
import { addAccount } from './account-program.ts';
import { addBackup } from './backup-program.ts';
import type { DemoOptions } from './context.ts';
import { addFlow } from './flow-program.ts';
import { addLicense } from './license-program.ts';
import { addMaterial } from './material-program.ts';
import { addSettings, addVerbose, integerBetween, withExample } from './options.ts';
import { Redactor } from './redactor.ts';
import { contextOf, type Session } from './start.ts';
import { Terminal, type TerminalStreams } from './terminal.ts';

type Pace = DemoOptions['pace'];
const PACES: readonly Pace[] = ['instant', 'brisk', 'real'];
const MAX_PORT = 65_535;
/** What one process was measured to hold (rack: under 1 GiB). */
const MAX_PHONES = 500;
const MAX_SEED = 2 ** 31 - 1;

/** Runs one command line. @returns the exit code: 0, or 1 when something was wrong, which it has then said. */
export async function run(
  argv: readonly string[],
  streams: TerminalStreams = { out: process.stdout, err: process.stderr },
): Promise<number> {
  const redactor = new Redactor();
  const terminal = new Terminal(streams, redactor);
  let exitCode = 0;
  const end = (code: number): void => {
    exitCode = code;
  };
  const program = buildProgram({ terminal, redactor, streams, end });
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed its own errors, help and version already.
    if (error instanceof CommanderError) return error.exitCode;
    terminal.fail(error);
    return 1;
  }
}

export function buildProgram(session: Session): Command {
  const program = new Command('postwright')
    .description('Publishes posts on the Android phones you own, with proof.')
    .version(packageVersion(), '-V, --version')
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help for what there is)')
    .configureOutput({
      writeOut: (text) => session.streams.out.write(text),
      writeErr: (text) => session.streams.err.write(text),
    })
    .exitOverride()
    .hook('preAction', (_, command) => {
      session.terminal.verbose = command.opts().verbose === true;
    });
  addServe(program, session);
  addDemo(program, session);
  addRack(program, session);
  addDoctor(program, session);
  addBackup(program, session);
  addAccount(program, session);
  addMaterial(program, session);
  addFlow(program, session);
  addLicense(program, session);
  withExample(program, 'postwright serve --port 8080');
  return program;
}

function addServe(program: Command, session: Session): void {
  const command = program.command('serve').description('Runs the server: the API, the queue and the phones.');
  addVerbose(addSettings(command)).action(async (options) => {
    const context = await contextOf(session, options);
    const { runServe } = await import('./serve.ts');
    session.end(await runServe(context));
  });
  withExample(command, 'postwright serve --port 8080 --time-zone Europe/Madrid');
}

function addDemo(program: Command, session: Session): void {
  const command = program
    .command('demo')
    .description('Starts a rack of simulated phones and a server, and publishes the examples on them.')
    .option('--once', 'End after the posts: exit code 0 only if exactly they were published.', false)
    .addOption(paceOption('brisk'));
  const settings = SETTING_NAMES.filter((name) => name !== 'adb');
  addVerbose(addSettings(command, settings)).action(async (options: { once: boolean; pace: Pace }) => {
    const context = await contextOf(session, options as never, {
      'data-dir': '.postwright',
      'log-level': 'error',
    });
    const { runDemo } = await import('./demo.ts');
    session.end(await runDemo({ ...context, once: options.once, pace: options.pace }));
  });
  withExample(command, 'postwright demo --once --port 8080');
}

interface RackFlags {
  readonly phones?: number;
  readonly adbPort?: number;
  readonly controlPort?: number;
  readonly pace?: Pace;
  readonly seed?: number;
  readonly config?: string;
}

function addRack(program: Command, session: Session): void {
  const command = program
    .command('rack')
    .description('Runs simulated phones behind an ADB server of their own, to rehearse on.')
    .option('--phones <number>', 'How many phones (default: 6).', integerBetween(1, MAX_PHONES))
    .option(
      '--adb-port <port>',
      'Where their ADB server listens; 0 takes a free port (default: 5137).',
      integerBetween(0, MAX_PORT),
    )
    .option(
      '--control-port <port>',
      'Where the control API listens; 0 takes a free port (default: 5138).',
      integerBetween(0, MAX_PORT),
    )
    .addOption(paceOption())
    .option(
      '--seed <number>',
      'The same seed gives the same phones, dialogs and timings (default: 1).',
      integerBetween(0, MAX_SEED),
    )
    .option('--config <path>', 'A JSON file with the same settings, and one setup per phone.');
  addVerbose(command).action(async (options: RackFlags & { readonly verbose?: boolean }) => {
    const { config, verbose: _, ...flags } = options;
    const { readRackFile } = await import('./rack-file.ts');
    const { runRack } = await import('./rack.ts');
    const fromFile = config === undefined ? {} : readRackFile(config);
    session.end(await runRack({ ...RACK_DEFAULTS, ...fromFile, ...flags }, session.terminal));
  });
  withExample(command, 'postwright rack --phones 12 --pace real');
}

const RACK_DEFAULTS = Object.freeze({ phones: 6, adbPort: 5137, controlPort: 5138, pace: 'brisk', seed: 1 } as const);

function paceOption(fallback?: Pace): Option {
  const option = new Option(
    '--pace <pace>',
    'How long simulated things take: not at all, to watch, or as on phones.',
  ).choices(PACES);
  return fallback === undefined ? option : option.default(fallback);
}

function addDoctor(program: Command, session: Session): void {
  const command = program
    .command('doctor')
    .description('Checks PostgreSQL, ADB, every phone and its apps, and says what to do.');
  addVerbose(addSettings(command)).action(async (options) => {
    const context = await contextOf(session, options);
    const { runDoctor } = await import('./doctor.ts');
    session.end(await runDoctor(context));
  });
  withExample(command, 'postwright doctor --adb 127.0.0.1:5137');
}
