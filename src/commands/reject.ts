import { Flags } from '@oclif/core';
import { approvalFlags } from '../cli/approval-flags.ts';
import { BaseCommand } from '../cli/base-command.ts';
import { resolveService } from '../cli/context.ts';
import { deploymentOrders } from '../cli/github/deployment-order.ts';
import { githubFlags } from '../cli/github-flags.ts';
import { obtainConsent, requireConsent } from '../cli/pause-consent.ts';
import { serviceArgument, serviceFlags } from '../cli/shared-flags.ts';
import { withSpinner } from '../cli/spinner.ts';
import { withContext } from '../cli/wire.ts';
import { findPause } from '../release/approvals/find-pause.ts';
import { leaveUnanswered } from '../release/approvals/leave-unanswered.ts';
import { reject } from '../release/approvals/reject.ts';

export default class Reject extends BaseCommand<typeof Reject> {
  static override summary = 'Take a deployment back that waits for approval.';
  static override description =
    'Shows what approve shows, asks on a terminal, and answers the pause with a rollback (ContinueServiceDeployment), which is followed to its end and verified: exit 0 means that the old revision serves. A pause that does not wait any more is refused, as with approve; a release that is not paused is stopped by abort.';
  static override examples = [
    { description: 'See what waits, and decide', command: '<%= config.bin %> reject api -e production' },
    {
      description: 'Reject what a release has printed, from another job',
      command:
        '<%= config.bin %> reject --cluster demo --service web --expect 8aCmYqqnBDq7Vd1Nfgdvq/ecs-pause-x1y2z3 --reason "error rate of the canary"',
    },
  ];

  static override args = serviceArgument;
  static override flags = {
    ...serviceFlags,
    ...approvalFlags,
    wait: Flags.boolean({
      helpGroup: 'RELEASE',
      env: 'ECSDEPLOY_WAIT',
      allowNo: true,
      default: true,
      description: 'Follow the way back to its end and verify what serves.',
    }),
    ...githubFlags,
  };

  async run(): Promise<void> {
    const { flags, args } = this;
    const { expect, yes, reason, wait, 'dry-run': dryRun } = flags;
    const consent = { verb: 'reject', terminal: this.terminal, expect, yes, dryRun } as const;
    requireConsent(consent);
    const service = await resolveService({ ...flags, name: args.name });
    const { account, codeDeploy } = service;
    const ref = { cluster: service.cluster, service: service.service };
    const wiring = this.wiring(service);
    const isShown = !wiring.json && !wiring.quiet;
    const question = await withSpinner({ terminal: this.terminal, isShown, text: 'Asking AWS' }, () =>
      withContext({ ...wiring, quiet: wiring.quiet || this.terminal.animate }, (context) =>
        findPause(context, { service: ref, account, codeDeploy, expect }),
      ),
    );
    const isAgreed = await obtainConsent(question, consent, (text) => this.say(text));
    const githubDeployments = deploymentOrders('reject', [service], flags);
    const result = await withContext({ ...wiring, githubDeployments }, async (context) => {
      if (!isAgreed || dryRun)
        return leaveUnanswered(context, question, 'reject', isAgreed ? 'planned' : 'declined');
      return await reject(context, { question, reason, wait });
    });
    this.printResult([result], { approval: question });
  }
}
