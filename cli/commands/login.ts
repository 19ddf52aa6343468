import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { Failure } from '../failure.ts';
import { examples } from '../help.ts';
import { DEFAULT_PROFILE, Profiles } from '../profiles.ts';
import { askSecret } from '../secret-prompt.ts';
import { regionOptions, type Server, withServer } from '../server.ts';
import { environmentKey, REGIONS, type Settings, type SettingsOptions } from '../settings.ts';
import { text } from '../values.ts';

interface Options extends SettingsOptions {
  profile: string;
  verify: boolean;
}

export function login(program: Command, context: Context): void {
  const command = program
    .command('login')
    .summary('keep an API key in a profile')
    .description(
      'Keep an API key, and the server that it belongs to, in a profile. It prompts for the key without echo, or reads it from ' +
        'stdin, tries it, and writes it to a file that only you can read.',
    )
    .option('--profile <name>', `the name of the profile (default: ${DEFAULT_PROFILE})`, text, DEFAULT_PROFILE)
    .option('--project <id>', 'the project that the profile uses, prj-…', text)
    .option('--organization <id>', 'the organization that the profile uses', text)
    .option('--no-verify', 'do not try the key')
    .helpOption('-h, --help', 'print this help')
    .optionsGroup('Server:')
    .action((options: Options) => run(options, context));
  regionOptions(command);
  examples(
    command,
    ['a key of North America', 'login'],
    ['one of Europe, beside it', 'login --profile eu --region eu'],
    ['from a password manager', 'login < key.txt'],
  );
}

async function run(options: Options, context: Context): Promise<void> {
  const { terminal } = context;
  const { profile: name, region = 'us', baseUrl: baseURL = REGIONS[region], project, organization } = options;
  const profiles = await Profiles.read();
  const apiKey = await askSecret(`API key for ${baseURL} (it is not shown): `, context);
  context.signal.throwIfAborted();
  if (!/^[\x21-\x7e]+$/.test(apiKey)) throw new Failure('no API key was entered: it is one word, llx-…');
  const profile = { apiKey, baseURL, ...(project && { project }), ...(organization && { organization }) };
  if (options.verify) await verify(profile, context);
  profiles.set(name, profile);
  await profiles.save();
  terminal.note(`Saved the profile ${name} for ${baseURL} in ${profiles.file}`);
  if (name === DEFAULT_PROFILE && environmentKey() !== undefined) {
    terminal.note(`LLAMA_CLOUD_API_KEY is set and takes precedence: use --profile ${DEFAULT_PROFILE}, or unset it`);
  }
}

async function verify(settings: Settings, context: Context): Promise<void> {
  const { signal } = context;
  const list = async ({ client, scope }: Server) =>
    void (await client.batches.list({ ...scope, page_size: 1 }, { signal }));
  await withServer({}, context, list, { settings }).catch((error: Failure) => {
    throw new Failure(`${error.message}. Nothing was saved; --no-verify saves the key without trying it`);
  });
}
