import { BaseCommand } from '../cli/base-command.ts';
import { resolveService, timeoutOf } from '../cli/context.ts';
import { followFlags } from '../cli/follow-flags.ts';
import { deploymentFlag, followAgainFlag, serviceArgument, serviceFlags } from '../cli/shared-flags.ts';
import { withContext } from '../cli/wire.ts';
import { watch } from '../release/watch.ts';

export default class Watch extends BaseCommand<typeof Watch> {
  static override summary = 'Observe a deployment to its end, without ever acting.';
  static override description =
    'Follows the deployment in progress, whoever started it, or the one named, and ends with the outcome and exit code of what happened. It never rolls back, whatever it sees: to take over what another run has left there is resume.';
  static override examples = [
    {
      description: 'Watch what is in progress',
      command: '<%= config.bin %> watch --cluster demo --service web',
    },
    {
      description: 'See how a certain deployment goes, or how it ended',
      command: '<%= config.bin %> watch api -e production --deployment ecs-svc/1122334455667788990',
    },
  ];

  static override args = serviceArgument;
  static override flags = { ...serviceFlags, ...deploymentFlag, ...followAgainFlag, ...followFlags };

  async run(): Promise<void> {
    const { flags, args } = this;
    const service = await resolveService({ ...flags, name: args.name });
    const result = await withContext(this.wiring(service), (context) =>
      watch(context, {
        service: { cluster: service.cluster, service: service.service },
        account: service.account,
        codeDeploy: service.codeDeploy,
        deployment: flags.deployment,
        timeoutMilliseconds: timeoutOf(service),
        until: flags.until,
        waitForApproval: flags.wait,
      }),
    );
    this.printResult([result]);
  }
}
