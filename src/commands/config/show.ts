import { askGit } from '../../cli/ask-git.ts';
import { BaseCommand } from '../../cli/base-command.ts';
import { serviceArgument } from '../../cli/shared-flags.ts';
import { imageOf } from '../../config/image-of.ts';
import { loadConfig } from '../../config/load-config.ts';
import { resolveEnvironment } from '../../config/resolve-environment.ts';
import { selectServices } from '../../config/select-services.ts';
import { sourcedMembers } from '../../config/sourced-members.ts';
import { settingsText } from '../../output/settings-text.ts';

export default class ConfigShow extends BaseCommand<typeof ConfigShow> {
  static override summary = 'Show what the configuration comes to, and where each value comes from.';
  static override description =
    'Puts defaults, services and the environment together as deploy does, for all services or the one named. Asks AWS nothing.';
  static override examples = [
    { description: 'Everything for production', command: '<%= config.bin %> config show -e production' },
    {
      description: 'One service, for a script',
      command: '<%= config.bin %> config show api -e staging --json',
    },
  ];

  static override args = serviceArgument;

  async run(): Promise<void> {
    const { config: file, environment, region } = this.flags;
    const { name } = this.args;
    const config = await loadConfig({
      path: file,
      startDirectory: process.cwd(),
      variables: process.env,
      git: askGit(),
    });
    const flag = { kind: 'flag', flag: '--region' } as const;
    const overrides = region === undefined ? {} : { region: { value: region, source: flag } };
    const resolved = resolveEnvironment(config, environment, overrides);
    const chosen = name === undefined ? resolved.services : selectServices(resolved, [name]);
    chosen.forEach(imageOf);
    const services = chosen.map((service) => ({ name: service.name, members: sourcedMembers(service) }));
    const text = services.map((service) => settingsText(service.name, service.members, this.palette));
    this.print(text.join('\n'), {
      config: { file: config.file, environment: resolved.environment, services },
    });
  }
}
