import { type Command, Option } from 'commander';
import { readConfig, secretsOf } from '../config.ts';
import { PLANS } from '../contract/license.ts';
import { addSettings, addVerbose, flagsOf, integerBetween, withExample } from './options.ts';
import type { Session } from './start.ts';

const MAX_DEVICES = 1_000_000;
/** A hundred years. */
const MAX_DAYS = 36_525;

/** Adds `license` with its three commands. */
export function addLicense(program: Command, session: Session): void {
  const license = program.command('license').description('Issues licences, and shows what one allows.');
  withExample(license, 'postwright license show');
  addKeygen(license, session);
  addIssue(license, session);
  addShow(license, session);
}

function addKeygen(license: Command, { terminal }: Session): void {
  const command = license
    .command('keygen')
    .description("Makes an issuer's pair of keys.")
    .option('--out <path>', 'The file to write them into.', 'issuer.json');
  addVerbose(command).action(async ({ out }: { readonly out: string }) => {
    const { runKeygen } = await import('./license.ts');
    await runKeygen(out, terminal);
  });
  withExample(command, 'postwright license keygen --out issuer.json');
}

function addIssue(license: Command, { terminal }: Session): void {
  const command = license
    .command('issue')
    .description('Signs a licence and prints its token.')
    .requiredOption('--key <path>', 'The file of "license keygen".')
    .addOption(new Option('--plan <plan>', 'What it allows.').choices(PLANS).makeOptionMandatory())
    .requiredOption('--holder <name>', 'Whose it is.')
    .option(
      '--devices <number>',
      'How many phones; as many as there are when left out.',
      integerBetween(0, MAX_DEVICES),
    )
    .option('--days <number>', 'For how long; for ever when left out.', integerBetween(1, MAX_DAYS));
  addVerbose(command).action(async (options) => {
    const { runIssue } = await import('./license.ts');
    await runIssue(options, terminal);
  });
  withExample(
    command,
    'postwright license issue --key issuer.json --plan Pro --holder "Ana Ruiz" --devices 20 --days 365',
  );
}

function addShow(license: Command, { terminal, redactor, end }: Session): void {
  const command = license.command('show').description('Shows what the licence in the settings allows, and until when.');
  addVerbose(addSettings(command, ['license', 'license-issuer', 'data-dir'])).action(async (options) => {
    const config = readConfig({ flags: flagsOf(options) });
    redactor.add(secretsOf(config));
    const { runShow } = await import('./license.ts');
    end(await runShow(config, terminal));
  });
  withExample(command, 'postwright license show --data-dir ~/postwright-data');
}
