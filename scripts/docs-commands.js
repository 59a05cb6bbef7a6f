import { Config, settings, toConfiguredId } from '@oclif/core';
import { globalFlags } from '../src/cli/shared-flags.ts';
import { fromSource } from './from-source.js';

/** The page about commands, from what oclif loaded: what it says is what the parser does. */
export async function commandsPage() {
  settings.enableAutoTranspile = false;
  const config = await Config.load(fromSource());
  const commands = config.commands
    .filter(({ pluginName, hidden }) => pluginName === config.name && !hidden)
    .sort((a, b) => a.id.localeCompare(b.id));
  return [
    '# Commands',
    '',
    'Every flag can be given by its variable instead; the flag wins. `--help` after a command shows the same.',
    '',
    ...commands.map(({ id, summary }) => `- [\`${named(id, config)}\`](#${anchor(id)}): ${summary}`),
    '',
    '## Global flags',
    '',
    'Every command takes these.',
    '',
    ...flagTable(Object.entries(globalFlags)),
    '',
    ...commands.flatMap((command) => commandSection(command, config)),
    '## Exit codes',
    '',
    'The same for every command: see [outcomes and exit codes](outcomes.md).',
    '',
  ].join('\n');
}

function commandSection(command, config) {
  const own = Object.entries(command.flags).filter(([name]) => !(name in globalFlags));
  const args = Object.entries(command.args);
  const usage = args.map(([name, { required }]) => (required ? ` <${name}>` : ` [${name}]`)).join('');
  return [
    `## ${named(command.id, config)}`,
    '',
    command.summary,
    '',
    command.description,
    '',
    '```sh',
    `ecsdeploy ${named(command.id, config)}${usage}${own.length > 0 ? ' [flags]' : ''}`,
    '```',
    '',
    ...args.map(([name, { description }]) => `- \`${name}\`: ${description}`),
    ...(args.length > 0 ? [''] : []),
    ...(own.length > 0 ? [...flagTable(own), ''] : []),
    'Examples:',
    '',
    '```sh',
    ...command.examples.flatMap(({ description, command: line }) => [
      `# ${description}`,
      line.replaceAll('<%= config.bin %>', config.bin),
    ]),
    '```',
    '',
  ];
}

function flagTable(flags) {
  return [
    '| Flag | Variable | Meaning |',
    '| --- | --- | --- |',
    ...flags.map(([name, flag]) => `| ${flagNames(name, flag)} | \`${flag.env}\` | ${meaning(flag)} |`),
  ];
}

function flagNames(name, { char, type, helpValue, options, allowNo }) {
  const value = type === 'boolean' ? '' : ` ${helpValue ?? options?.join('|') ?? '<value>'}`;
  const short = char === undefined ? '' : `, \`-${char}\``;
  return `\`--${allowNo ? '[no-]' : ''}${name}${value}\``.replaceAll('|', '\\|') + short;
}

function meaning({ description, default: given, multiple }) {
  const isTold = given !== undefined && given !== false && typeof given !== 'function';
  const notes = [
    isTold ? `Default: \`${given}\`.` : '',
    multiple && !/Repeatable/.test(description) ? 'Repeatable.' : '',
  ];
  return [description.replaceAll('|', '\\|'), ...notes].filter((part) => part !== '').join(' ');
}

function named(id, config) {
  return toConfiguredId(id, config);
}

function anchor(id) {
  return id.replaceAll(':', '-');
}
