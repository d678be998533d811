import type { Command } from 'commander';
import { type FlowFlags, readVariable } from './flow-flags.ts';
import { addSettings, addVerbose, withExample } from './options.ts';
import { contextOf, type Session } from './start.ts';

/** Adds `flow` with its commands. */
export function addFlow(program: Command, session: Session): void {
  const flow = program.command('flow').description('Checks, plays, records and mends the flows through the apps.');
  withExample(flow, 'postwright flow check');
  addList(flow, session);
  addCheck(flow, session);
  addRun(flow, session);
  addRecord(flow, session);
  addReplay(flow, session);
  addRedact(flow, session);
}

const DATA = ['data-dir'] as const;
const PHONE = ['data-dir', 'adb'] as const;

function addList(flow: Command, session: Session): void {
  const command = flow
    .command('list [app]')
    .description('Lists the flow files: for which phones, whose they are, and what they were tried on.');
  addVerbose(addFlows(addSettings(command, DATA))).action(async (app: string | undefined, options: FlowFlags) => {
    const context = await contextOf(session, options);
    const { runFlowList } = await import('./flow-list.ts');
    runFlowList({ ...context, flowsFolder: options.flows ?? null, app: app ?? null });
  });
  withExample(command, 'postwright flow list tiktok');
}

function addCheck(flow: Command, session: Session): void {
  const command = flow
    .command('check [app]')
    .description('Checks the flow files, shipped and your own. The exit code is 1 when one is not valid.');
  addVerbose(addFlows(addSettings(command, DATA))).action(async (app: string | undefined, options: FlowFlags) => {
    const context = await contextOf(session, options);
    const { runFlowCheck } = await import('./flow-check.ts');
    session.end(runFlowCheck({ ...context, flowsFolder: options.flows ?? null, app: app ?? null }));
  });
  withExample(command, 'postwright flow check tiktok');
}

function addRun(flow: Command, session: Session): void {
  const command = flow
    .command('run <app> <flow>')
    .description('Plays a flow on a phone, from the screen that is open there, and shows each step.');
  addVerbose(addPhone(addFlows(addSettings(command, PHONE)))).action(
    async (app: string, name: string, options: FlowFlags) => {
      const context = await contextOf(session, options);
      const { runFlowRun } = await import('./flow-run.ts');
      session.end(await runFlowRun({ ...context, app, flow: name, flags: options }));
    },
  );
  withExample(command, 'postwright flow run tiktok write-description --serial R58M123 --var caption="Hola"');
}

function addRecord(flow: Command, session: Session): void {
  const command = flow
    .command('record <app> <flow>')
    .description('Plays a flow like "run", and keeps tree and screenshot of each step in a folder.')
    .option('--out <folder>', 'Where to; a new folder in the working directory when left out.')
    .option('--redact', 'Takes captions and handles out before anything is written.', false)
    .option('--text <text>', 'Another text to take out; may be given several times.', collect, []);
  addVerbose(addPhone(addFlows(addSettings(command, PHONE)))).action(
    async (app: string, name: string, options: FlowFlags) => {
      const context = await contextOf(session, options);
      const { runFlowRecord } = await import('./flow-record.ts');
      session.end(await runFlowRecord({ ...context, app, flow: name, flags: options }));
    },
  );
  withExample(command, 'postwright flow record tiktok open-gallery --serial R58M123 --out broken --redact');
}

function addReplay(flow: Command, session: Session): void {
  const command = flow
    .command('replay <bundle>')
    .description('Plays a flow over a recording, without a phone. The exit code is 1 where it would miss.')
    .option('--var <name=value>', 'A variable with another value than in the recording.', collectVariable, {});
  addVerbose(addFlows(addSettings(command, DATA))).action(async (bundle: string, options: FlowFlags) => {
    const context = await contextOf(session, options);
    const { runFlowReplay } = await import('./flow-replay.ts');
    session.end(await runFlowReplay({ ...context, folder: bundle, flags: options }));
  });
  withExample(command, 'postwright flow replay broken');
}

function addRedact(flow: Command, session: Session): void {
  const command = flow
    .command('redact <bundle>')
    .description('Copies a recording without captions and handles, in trees and in screenshots.')
    .option('--out <folder>', 'Where to; BUNDLE-redacted when left out.')
    .option('--text <text>', 'Another text to take out; may be given several times.', collect, []);
  addVerbose(command).action(async (bundle: string, options: FlowFlags) => {
    const { runFlowRedact } = await import('./flow-redact.ts');
    await runFlowRedact({ terminal: session.terminal, folder: bundle, flags: options });
  });
  withExample(command, 'postwright flow redact broken --text "Ana Ruiz"');
}

function addFlows(command: Command): Command {
  return command.option('--flows <folder>', 'Your copies are here, in place of flows/ in the data directory.');
}

function addPhone(command: Command): Command {
  return command
    .option('--serial <serial>', 'The phone; may be left out when there is only one.')
    .option('--var <name=value>', 'A variable of the flow; may be given several times.', collectVariable, {});
}

function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

function collectVariable(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { ...before, ...readVariable(text) };
}
