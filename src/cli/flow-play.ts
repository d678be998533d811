import { PostwrightError } from '../errors.ts';
import type { Played, PlayOptions } from '../flow-tools.ts';
import type { FlowOnPhoneOptions } from './flow-run.ts';
import { CROSS, TICK } from './marks.ts';
import { StepList } from './step-list.ts';
import { listenForStop } from './stop-signals.ts';

/** Plays a flow with its steps on the terminal. Ctrl-C ends it. */
export async function play<P extends Played>(
  { config, terminal, app, flow, flags }: FlowOnPhoneOptions,
  perform: (options: PlayOptions) => Promise<P>,
): Promise<P> {
  const stop = new AbortController();
  const signals = listenForStop();
  void signals.asked.then(() => stop.abort(new PostwrightError('STOPPED')));
  const steps = new StepList(terminal);
  const startedAt = performance.now();
  try {
    const played = await perform({
      config,
      flowsFolder: flags.flows ?? null,
      app,
      flow,
      serial: flags.serial ?? null,
      variables: flags.var ?? {},
      signal: stop.signal,
      watcher: steps,
    });
    steps.done();
    const { serial, packageName, version, language, error } = played;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const where = `on ${serial}, ${packageName} ${version}, language ${language ?? 'not said'}`;
    terminal.print(`${error === null ? TICK : CROSS} ${app}/${flow} ${where}: ${seconds} s`);
    return played;
  } finally {
    steps.done();
    signals.release();
  }
}
