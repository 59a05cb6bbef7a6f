import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { resolveService } from '../../cli/context.ts';
import { serviceEverywhere, type ServiceSomewhere } from '../../cli/every-environment.ts';
import { drawingOf, plainFlag } from '../../cli/history-flags.ts';
import { numberFlag } from '../../cli/number-flag.ts';
import { serviceArgument, serviceFlags } from '../../cli/shared-flags.ts';
import { withSpinner } from '../../cli/spinner.ts';
import { withContext } from '../../cli/wire.ts';
import type { ResolvedService } from '../../config/resolved-service.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { EnvironmentHistory, ReleaseHistory } from '../../model/release-history.ts';
import { historiesText, historyText } from '../../output/history-text.ts';
import { history } from '../../release/history/history.ts';

export default class History extends BaseCommand<typeof History> {
  static override summary = 'List what has been released to a service, and what became of it.';
  static override description =
    'When, by whom, commit and subject, revision, digest, strategy, duration, outcome, and why it went back: from the deployments that ECS (90 days) or CodeDeploy remembers and from the tags of ecsdeploy; beyond that from the stamps on revisions that have succeeded. What nobody has noted is "unknown". Reads only.';
  static override examples = [
    { description: 'The last releases', command: '<%= config.bin %> history --cluster demo --service web' },
    {
      description: 'Of all environments of the configuration file',
      command: '<%= config.bin %> history api --all-environments --limit 5',
    },
    {
      description: 'What was taken back, for a script',
      command: `<%= config.bin %> history api -e production --json | jq '.history.releases[] | select(.outcome == "rolled-back")'`,
    },
  ];

  static override args = serviceArgument;
  static override flags = {
    ...serviceFlags,
    ...plainFlag,
    limit: numberFlag({
      helpGroup: 'HISTORY',
      env: 'ECSDEPLOY_LIMIT',
      min: 1,
      max: 1000,
      whole: true,
      default: 20,
      description: 'How many releases, the newest first.',
    }),
    'all-environments': Flags.boolean({
      helpGroup: 'HISTORY',
      env: 'ECSDEPLOY_ALL_ENVIRONMENTS',
      exclusive: ['environment'],
      description:
        'Every environment of the configuration file that has the service, one after the other; one that cannot be read is told and hides no other.',
    }),
  };

  async run(): Promise<void> {
    const { flags, args } = this;
    const drawing = drawingOf(this.terminal, flags.plain);
    const choice = { ...flags, name: args.name };
    if (!flags['all-environments']) {
      const found = await this.read(await resolveService(choice));
      this.print(historyText(found, drawing), { history: found });
      return;
    }
    const histories: EnvironmentHistory[] = [];
    const errors: EcsdeployError[] = [];
    for (const one of await serviceEverywhere(choice)) {
      try {
        histories.push({ environment: one.environment, history: await this.readSomewhere(one) });
      } catch (error) {
        if (!(error instanceof EcsdeployError)) throw error;
        errors.push(error);
        const { code, message } = error;
        histories.push({ environment: one.environment, error: { code, message } });
      }
    }
    const [first] = errors;
    if (first !== undefined && errors.length === histories.length) throw first;
    this.print(historiesText(histories, drawing), { environments: histories });
  }

  private async readSomewhere(one: ServiceSomewhere): Promise<ReleaseHistory> {
    if ('error' in one) throw one.error;
    return await this.read(one.service);
  }

  private async read(service: ResolvedService): Promise<ReleaseHistory> {
    const wiring = this.wiring(service);
    const isShown = !wiring.json && !wiring.quiet;
    return await withSpinner({ terminal: this.terminal, isShown, text: 'Asking AWS' }, () =>
      withContext({ ...wiring, quiet: wiring.quiet || this.terminal.animate }, (context) =>
        history(context, {
          service: { cluster: service.cluster, service: service.service },
          account: service.account,
          codeDeploy: service.codeDeploy,
          limit: this.flags.limit,
        }),
      ),
    );
  }
}
