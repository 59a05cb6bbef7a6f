import path from 'node:path';
import { askGit } from '../../cli/ask-git.ts';
import { BaseCommand } from '../../cli/base-command.ts';
import { environmentNames } from '../../config/choose-environment.ts';
import { codeDeploySettings } from '../../cli/codedeploy-settings.ts';
import { imageOf } from '../../config/image-of.ts';
import { loadConfig } from '../../config/load-config.ts';
import { resolveEnvironment } from '../../config/resolve-environment.ts';
import { count } from '../../output/count.ts';
import { loadTaskDefinition } from '../../task-definitions/load.ts';

export default class ConfigValidate extends BaseCommand<typeof ConfigValidate> {
  static override summary = 'Check ecsdeploy.yml, and the task definition and AppSpec files that it names.';
  static override description =
    'Checks every environment, or the one given. Tells everything that is wrong at once, with file, line and column, and ends with 3. Asks AWS nothing.';
  static override examples = [
    { description: 'In a pull request', command: '<%= config.bin %> config validate' },
    { description: 'One environment', command: '<%= config.bin %> config validate --environment production' },
  ];

  async run(): Promise<void> {
    const { config: file, environment } = this.flags;
    const values = { variables: process.env, git: askGit() };
    const config = await loadConfig({ path: file, startDirectory: process.cwd(), ...values });
    const all = environmentNames(config);
    const wanted = environment === undefined && all.length > 0 ? all : [environment];
    const resolved = wanted.map((name) => resolveEnvironment(config, name));
    const services = resolved.flatMap((one) => one.services);
    services.forEach(imageOf);
    const files = [...new Set(services.flatMap(({ taskDefinitionFile }) => taskDefinitionFile ?? []))];
    for (const one of files) {
      const shownAs = path.relative(process.cwd(), one);
      await loadTaskDefinition({ file: one, shownAs, ...values });
    }
    const appSpecs = new Map(
      services.flatMap((one) =>
        one.codeDeploy?.appSpecFile === undefined ? [] : [[one.codeDeploy.appSpecFile, one] as const],
      ),
    );
    for (const service of appSpecs.values()) await codeDeploySettings(service);
    const environments = resolved.map((one) => ({
      name: one.environment,
      services: one.services.map(({ name }) => name),
    }));
    const names = new Set(services.map(({ name }) => name));
    const parts = [
      count(names.size, 'service'),
      ...(all.length > 0 ? [count(environments.length, 'environment')] : []),
      ...(files.length > 0 ? [count(files.length, 'task definition file')] : []),
      ...(appSpecs.size > 0 ? [count(appSpecs.size, 'AppSpec file')] : []),
    ];
    this.print(`${config.shownAs} is valid: ${parts.join(', ')}.`, {
      config: { file: config.file, environments, taskDefinitions: files, appSpecs: [...appSpecs.keys()] },
    });
  }
}
