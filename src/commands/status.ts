import { BaseCommand } from '../cli/base-command.ts';
import { resolveService } from '../cli/context.ts';
import { serviceArgument, serviceFlags } from '../cli/shared-flags.ts';
import { withSpinner } from '../cli/spinner.ts';
import { withContext } from '../cli/wire.ts';
import { statusText } from '../output/status-text.ts';
import { status } from '../release/status.ts';

export default class Status extends BaseCommand<typeof Status> {
  static override summary = 'Show how a service stands.';
  static override description =
    'Revision, images and digests, tasks, deployments, target health, who holds a rollback, and the newest events.';
  static override examples = [
    { description: 'Look at a service', command: '<%= config.bin %> status --cluster demo --service web' },
    {
      description: 'The image that runs, for a script',
      command: '<%= config.bin %> status api -e production --json | jq -r .status.containers[0].image',
    },
  ];

  static override args = serviceArgument;
  static override flags = { ...serviceFlags };

  async run(): Promise<void> {
    const { flags, args } = this;
    const service = await resolveService({ ...flags, name: args.name });
    const wiring = this.wiring(service);
    const isShown = !wiring.json && !wiring.quiet;
    const report = await withSpinner({ terminal: this.terminal, isShown, text: 'Asking AWS' }, () =>
      // The spinner is all that moves: there are no phases of a release to list.
      withContext({ ...wiring, quiet: wiring.quiet || this.terminal.animate }, (context) =>
        status(context, {
          service: { cluster: service.cluster, service: service.service },
          account: service.account,
          codeDeploy: service.codeDeploy,
        }),
      ),
    );
    this.print(statusText(report, this.palette), { status: report });
  }
}
