import path from 'node:path';
import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { choose } from '../cli/choose.ts';
import { chooseService, namedService, type Choose, type Look } from '../cli/choose-service.ts';
import { dryRunFlag, serviceFlags } from '../cli/shared-flags.ts';
import { withSpinner } from '../cli/spinner.ts';
import { withContext } from '../cli/wire.ts';
import { draftFromFile } from '../init/draft-from-file.ts';
import { draftOfService } from '../init/live/draft-of-service.ts';
import { writeFiles } from '../init/write-files.ts';
import { EcsdeployError } from '../model/error.ts';
import { foreignTools, type ConfigDraft } from '../model/initialised.ts';
import { configAsYaml } from '../output/config-as-yaml.ts';
import { initText } from '../output/init-text.ts';

/** Two arguments, or a file without a word on whose it is. */
class FileWithoutTool extends EcsdeployError {
  constructor(file: string) {
    super({
      code: 'usage.file_without_tool',
      message: `${JSON.stringify(file)} is a file, and nothing says which tool it is of`,
      suggestions: foreignTools.map((tool) => `ecsdeploy init --from ${tool} ${file}`),
    });
  }
}

class ToolWithoutFile extends EcsdeployError {
  constructor(tool: string) {
    super({
      code: 'usage.tool_without_file',
      message: `--from ${tool} needs the file to translate`,
      suggestions: [`ecsdeploy init --from ${tool} <file>`],
    });
  }
}

export default class Init extends BaseCommand<typeof Init> {
  static override summary =
    'Write a first ecsdeploy.yml, from a live service or from the files of another tool.';
  static override description =
    'Reads a service and writes ecsdeploy.yml and its task definition file, so that a release with them would change nothing. Values that look like a secret are not copied: the file names an environment variable instead. With --from it translates a configuration of ecspresso, a GitHub workflow with the actions of AWS, or a manifest of Copilot, says what has no equal and where, and leaves their files alone. Files that are there already are only replaced with --force.';
  static override examples = [
    { description: 'From a service', command: '<%= config.bin %> init --cluster demo --service web' },
    { description: 'Choose a service on the terminal', command: '<%= config.bin %> init' },
    {
      description: 'Look at what would be written',
      command: '<%= config.bin %> init --cluster demo --service web --dry-run',
    },
    { description: 'From ecspresso', command: '<%= config.bin %> init --from ecspresso ecspresso.yml' },
    {
      description: 'From a workflow of GitHub',
      command: '<%= config.bin %> init --from action .github/workflows/deploy.yml',
    },
    {
      description: 'From Copilot',
      command: '<%= config.bin %> init --from copilot copilot/web/manifest.yml --cluster demo --service web',
    },
  ];

  static override args = {
    name: Args.string({
      description: 'Name that the service is to have in ecsdeploy.yml; with --from, the file to translate.',
      ignoreStdin: true,
    }),
  };
  static override flags = {
    ...serviceFlags,
    ...dryRunFlag,
    from: Flags.option({ options: foreignTools })({
      helpGroup: 'SOURCE',
      env: 'ECSDEPLOY_INIT_FROM',
      description: 'Tool whose file is translated.',
    }),
    directory: Flags.string({
      helpGroup: 'OUTPUT',
      env: 'ECSDEPLOY_DIRECTORY',
      helpValue: '<folder>',
      default: '.',
      description: 'Folder that the files are written to.',
    }),
    force: Flags.boolean({
      helpGroup: 'OUTPUT',
      env: 'ECSDEPLOY_INIT_FORCE',
      description: 'Replace files that are there already.',
    }),
    'copy-secrets': Flags.boolean({
      helpGroup: 'OUTPUT',
      env: 'ECSDEPLOY_COPY_SECRETS',
      description: 'Copy values that look like a secret into the task definition file as they are.',
      exclusive: ['dry-run'],
    }),
  };

  async run(): Promise<void> {
    const { flags, args } = this;
    const directory = path.resolve(flags.directory);
    const draft = await this.#draft(directory);
    const files = await writeFiles({
      directory,
      files: [
        ...draft.definitions.map((one) => ({
          path: one.path,
          text: `${JSON.stringify(one.value, null, 2)}\n`,
        })),
        { path: 'ecsdeploy.yml', text: configAsYaml(draft) },
      ],
      force: flags.force,
      dryRun: flags['dry-run'],
    });
    const { source, leftovers, secrets } = draft;
    const text = initText(
      {
        draft,
        files,
        isDryRun: flags['dry-run'],
        areSecretsCopied: flags['copy-secrets'],
        workingDirectory: process.cwd(),
        next: nextCommand(draft),
      },
      this.palette,
    );
    this.print(text, {
      init: { source, service: args.name, files, leftovers, secrets, written: !flags['dry-run'] },
    });
  }

  async #draft(directory: string): Promise<ConfigDraft> {
    const { flags, args, terminal } = this;
    const { cluster, service, environment, from, region } = flags;
    const copySecrets = flags['copy-secrets'];
    if (from !== undefined) {
      if (args.name === undefined) throw new ToolWithoutFile(from);
      const order = { tool: from, file: path.resolve(args.name), shownAs: args.name, directory };
      return await draftFromFile({ ...order, cluster, service, environment, copySecrets });
    }
    if (args.name !== undefined && /\.(?:ya?ml|json|jsonnet)$/.test(args.name))
      throw new FileWithoutTool(args.name);
    namedService({ cluster, service }, terminal.canAsk);
    const wiring = this.wiringOf(service ?? 'init', region);
    const quietly = { ...wiring, quiet: wiring.quiet || terminal.animate };
    const look: Look = (see) => withContext(quietly, ({ aws }) => see(aws));
    const ask: Choose = (question, names) =>
      choose(question, names, { input: process.stdin, output: process.stderr });
    const found = await chooseService(look, { cluster, service }, ask);
    const isShown = !wiring.json && !wiring.quiet;
    return await withSpinner({ terminal, isShown, text: 'Asking AWS' }, () =>
      look((aws) =>
        draftOfService(aws, { service: found, name: args.name ?? found.service, environment, copySecrets }),
      ),
    );
  }
}

/** What shows that nothing would change. */
function nextCommand({ value }: ConfigDraft): string {
  const [environment] = Object.keys(value['environments'] ?? {});
  const [service = ''] = Object.keys(value['services'] ?? {});
  const where = environment === undefined ? '' : ` --environment ${environment}`;
  return `ecsdeploy deploy ${service}${where} --dry-run`;
}
