import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { Failure } from '../failure.ts';
import { examples } from '../help.ts';
import { createPrinter, outputOptions, type OutputOptions } from '../output.ts';
import { DEFAULT_PROFILE, type Profile, Profiles } from '../profiles.ts';
import { noProfile } from '../settings.ts';
import type { Column } from '../table.ts';
import { text } from '../values.ts';

/** A profile without its key. */
type Shown = Omit<Profile, 'apiKey'> & { name: string };

const COLUMNS: Column<Shown>[] = [
  { name: 'name', value: ({ name }) => name },
  { name: 'server', value: ({ baseURL }) => baseURL },
  { name: 'project', value: ({ project }) => project ?? null },
  { name: 'organization', value: ({ organization }) => organization ?? null },
];

export function profiles(program: Command, { terminal }: Context): void {
  const command = program
    .command('profiles')
    .summary('list the profiles')
    .description('List the profiles with their servers, but never their keys.')
    .helpOption('-h, --help', 'print this help')
    .action(async (options: OutputOptions) => {
      const all = await Profiles.read();
      const printer = await createPrinter(COLUMNS, options, terminal);
      await printer.rows(all.names.map((name) => shown(name, all.get(name)!)));
      await printer.end();
      if (!all.names.length) terminal.note('There are no profiles: make one with "llama-cloud-batches login"');
    });
  outputOptions(command, COLUMNS);
  examples(command, ['their names', 'profiles --output id']);
}

export function logout(program: Command, { terminal }: Context): void {
  const command = program
    .command('logout')
    .summary('forget a profile')
    .description(
      'Delete a profile and its key from the config file. The key itself stays valid: revoke it in LlamaCloud.',
    )
    .helpOption('-h, --help', 'print this help')
    .option('--profile <name>', `the profile (default: ${DEFAULT_PROFILE})`, text, DEFAULT_PROFILE)
    .action(async ({ profile }: { profile: string }) => {
      const all = await Profiles.read();
      if (!all.delete(profile)) throw new Failure(noProfile(profile, all.names));
      await all.save();
      terminal.note(`Deleted the profile ${profile} from ${all.file}`);
    });
  examples(command, ['forget the key of Europe', 'logout --profile eu']);
}

function shown(name: string, { apiKey: _, ...rest }: Profile): Shown {
  return { name, ...rest };
}
