import { BaseCommand } from '../cli/base-command.ts';
import { resolveService } from '../cli/context.ts';
import { deploymentOrders } from '../cli/github/deployment-order.ts';
import { githubFlags } from '../cli/github-flags.ts';
import { deploymentFlag, dryRunFlag, serviceArgument, serviceFlags } from '../cli/shared-flags.ts';
import { withContext } from '../cli/wire.ts';
import { abort } from '../release/abort.ts';

export default class Abort extends BaseCommand<typeof Abort> {
  static override summary = 'Stop the release in progress and have AWS roll it back.';
  static override description =
    'At whatever stage it is, paused or not (StopServiceDeployment), followed to its end and verified: exit 0 means that the old revision serves. It never starts a deployment: where none is in progress there is nothing to do, and it says so. That is its difference to rollback, which then deploys the revision that succeeded before; and rollback follows a way back that is under way already, where abort stops that one too.';
  static override examples = [
    {
      description: 'Stop what is in progress',
      command: '<%= config.bin %> abort --cluster demo --service web',
    },
    {
      description: 'Only if it still is the release that was seen',
      command: '<%= config.bin %> abort api -e production --deployment ecs-svc/1122334455667788990',
    },
  ];

  static override args = serviceArgument;
  static override flags = { ...serviceFlags, ...deploymentFlag, ...dryRunFlag, ...githubFlags };

  async run(): Promise<void> {
    const { flags, args } = this;
    const service = await resolveService({ ...flags, name: args.name });
    const githubDeployments = deploymentOrders('abort', [service], flags);
    const result = await withContext({ ...this.wiring(service), githubDeployments }, (context) =>
      abort(context, {
        service: { cluster: service.cluster, service: service.service },
        account: service.account,
        codeDeploy: service.codeDeploy,
        deployment: flags.deployment,
        dryRun: flags['dry-run'],
      }),
    );
    this.printResult([result]);
  }
}
