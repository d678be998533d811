import { type Command, Option } from 'commander';
import { addServerSettings, addVerbose, integerBetween, withExample } from './options.ts';
import { contextOf, type Session } from './start.ts';

interface AddFlags {
  readonly tag?: string[];
  readonly caption?: string;
}

interface ListFlags {
  readonly kind?: string;
  readonly tag?: string[];
  readonly search?: string;
  readonly unused?: boolean;
  readonly page?: number;
}

const MAX_PAGE = 1_000_000;

/** Adds `material` with its two commands, which talk to the running server. */
export function addMaterial(program: Command, session: Session): void {
  const material = program.command('material').description('Brings media into the library of the running server.');
  withExample(material, 'postwright material add clips/*.mp4 --tag summer');
  addAdd(material, session);
  addList(material, session);
}

function addAdd(material: Command, session: Session): void {
  const command = material
    .command('add')
    .description('Sends files. A cut upload goes on where it was cut; what is there already is not sent again.')
    .argument('<files...>', 'MP4, MOV, JPEG, PNG or WebP.')
    .addOption(repeatable('--tag <tag>', 'A tag for all of them; may be given several times.'))
    .option('--caption <text>', 'A caption for all of them.');
  addVerbose(addServerSettings(command)).action(async (files: string[], options: AddFlags & object) => {
    const { config, terminal } = await contextOf(session, { ...options });
    const { runMaterialAdd } = await import('./material.ts');
    session.end(await runMaterialAdd({ files, config, terminal, streams: session.streams, ...options }));
  });
  withExample(command, 'postwright material add clip.mp4 photo.jpg --tag summer --tag cats');
}

function addList(material: Command, session: Session): void {
  const command = material
    .command('list')
    .description('Lists what is in the library, the newest first.')
    .addOption(new Option('--kind <kind>', 'Of this kind only.').choices(['video', 'image']))
    .addOption(repeatable('--tag <tag>', 'With this tag; given several times, with all of them.'))
    .option('--search <text>', 'With this in the name, the caption or a tag.')
    .option('--unused', 'What no task was ever made to publish.')
    .option('--page <number>', 'A hundred are shown at a time (default: 1).', integerBetween(1, MAX_PAGE));
  addVerbose(addServerSettings(command)).action(async (options: ListFlags & object) => {
    const { config, terminal } = await contextOf(session, { ...options });
    const { runMaterialList } = await import('./material.ts');
    await runMaterialList({ config, terminal, ...options });
  });
  withExample(command, 'postwright material list --tag summer --unused');
}

function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, earlier: string[] = []) => [...earlier, value]);
}
