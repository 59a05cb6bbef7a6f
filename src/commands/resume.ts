import { BaseCommand } from '../cli/base-command.ts';
import { calledAs } from '../cli/called-as.ts';
import { resolveService, timeoutOf } from '../cli/context.ts';
import { followFlags } from '../cli/follow-flags.ts';
import { acceptAlarmAgainFlag, gateFlags, gateRequest } from '../cli/gate-flags.ts';
import { deploymentOrders } from '../cli/github/deployment-order.ts';
import { githubFlags } from '../cli/github-flags.ts';
import { releaseFlags } from '../cli/release-flags.ts';
import { deploymentFlag, followAgainFlag, serviceArgument, serviceFlags } from '../cli/shared-flags.ts';
import { rollbackPolicyOf } from '../cli/rollback-policy.ts';
import { withContext } from '../cli/wire.ts';
import { resume } from '../release/resume.ts';

export default class Resume extends BaseCommand<typeof Resume> {
  static override summary = 'Take over a deployment that another run has left, and drive it to its end.';
  static override description =
    'Follows the deployment in progress, whoever started it, or the one named, and may roll it back as deploy would; to look on without ever acting there is watch. If none is in progress, it says how the newest one ended, after a look at what runs, with the exit code that the first run would have had.';
  static override examples = [
    {
      description: 'Go on after a runner died: name the deployment that it had printed',
      command:
        '<%= config.bin %> resume api -e production --deployment ecs-svc/1122334455667788990 --rollback-on-timeout',
    },
    {
      description: 'Take over what is in progress, or ask how the newest deployment ended',
      command: '<%= config.bin %> resume --cluster demo --service web',
    },
  ];

  static override args = serviceArgument;
  static override flags = {
    ...serviceFlags,
    ...deploymentFlag,
    ...followAgainFlag,
    ...followFlags,
    ...releaseFlags,
    ...gateFlags,
    ...acceptAlarmAgainFlag,
    ...githubFlags,
  };

  async run(): Promise<void> {
    const { flags, args } = this;
    const service = await resolveService({ ...flags, name: args.name });
    const onInterrupt = flags['on-interrupt'];
    const githubDeployments = deploymentOrders('resume', [service], flags);
    const named = calledAs([service], flags);
    const wiring = { ...this.wiring(service), calledAs: named, onInterrupt, githubDeployments };
    const result = await withContext(wiring, (context) =>
      resume(context, {
        service: { cluster: service.cluster, service: service.service },
        account: service.account,
        codeDeploy: service.codeDeploy,
        deployment: flags.deployment,
        timeoutMilliseconds: timeoutOf(service),
        rollback: rollbackPolicyOf(flags, service.rollback),
        gates: gateRequest(service, flags),
        acceptAlarms: flags['accept-alarm'],
        rollbackOnTimeout: flags['rollback-on-timeout'],
        onInterrupt,
        until: flags.until,
        waitForApproval: flags.wait,
        dryRun: flags['dry-run'],
      }),
    );
    this.printResult([result]);
  }
}
