import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Config, run, settings, type Interfaces } from '@oclif/core';
import { captureOutput } from '@oclif/test';

const source = new URL('../../src/', import.meta.url);

export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Types a command line: the real dispatcher, parser, help and errors, in this process. */
export async function ecsdeploy(...argv: string[]): Promise<Ran> {
  const options = await fromSource();
  const { stdout, stderr, error } = await captureOutput(async () => run(argv, options), { stripAnsi: false });
  return { stdout, stderr, exitCode: exitCodeOf(error) };
}

/** Every command as oclif knows it, those of its plugins left out. */
export async function loadCommands(): Promise<Config['commands']> {
  const config = await Config.load(await fromSource());
  return config.commands.filter(({ pluginName }) => pluginName === config.name);
}

/** What oclif needs to load commands and hooks from src/, as `scripts/from-source.js` does for `npm run dev`. */
async function fromSource(): Promise<Interfaces.LoadOptions> {
  // oclif's own transpiling does not find ESM sources.
  settings.enableAutoTranspile = false;
  await importOneByOne();
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
    .replaceAll('"./dist/', '"./')
    .replace('command-not-found.js', 'command-not-found.ts');
  const pjson = JSON.parse(text) as Interfaces.PJSON;
  return { root: fileURLToPath(source), pjson: { ...pjson, dependencies: pjson.devDependencies ?? {} } };
}

// oclif imports all commands at once, and Jest's modules fail when two that share a third are linked at the same time.
async function importOneByOne(): Promise<void> {
  const files = readdirSync(new URL('commands/', source), { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.ts')))
    await import(new URL(`commands/${file}`, source).href);
}

function exitCodeOf(error: Awaited<ReturnType<typeof captureOutput>>['error']): number {
  if (error === undefined) return 0;
  // What no command has caught: main.ts would report it.
  if (error.oclif === undefined) throw error;
  return error.oclif.exit ?? 1;
}
