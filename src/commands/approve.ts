import { Flags } from '@oclif/core';
import { approvalFlags } from '../cli/approval-flags.ts';
import { BaseCommand } from '../cli/base-command.ts';
import { calledAs } from '../cli/called-as.ts';
import { resolveService, timeoutOf } from '../cli/context.ts';
import { followFlags } from '../cli/follow-flags.ts';
import { acceptAlarmAgainFlag, gateFlags, gateRequest } from '../cli/gate-flags.ts';
import { deploymentOrders } from '../cli/github/deployment-order.ts';
import { githubFlags } from '../cli/github-flags.ts';
import { obtainConsent, requireConsent } from '../cli/pause-consent.ts';
import { releaseFlags } from '../cli/release-flags.ts';
import { followAgainFlag, serviceArgument, serviceFlags } from '../cli/shared-flags.ts';
import { withSpinner } from '../cli/spinner.ts';
import { rollbackPolicyOf } from '../cli/rollback-policy.ts';
import { withContext } from '../cli/wire.ts';
import { approve } from '../release/approvals/approve.ts';
import { findPause } from '../release/approvals/find-pause.ts';
import { leaveUnanswered } from '../release/approvals/leave-unanswered.ts';

export default class Approve extends BaseCommand<typeof Approve> {
  static override summary = 'Let a deployment go on that waits for approval.';
  static override description =
    'Shows the deployment in progress, its revision and image, the pause that holds it, the traffic, and what AWS does when nobody answers; asks on a terminal; then answers this one pause (ContinueServiceDeployment). A pause that has been answered, has timed out, or has made room for a later one is refused: an answer never goes to another pause than the one that was meant. CloudTrail is the authority on who approved; the tag ecsdeploy:approval of the service is a note.';
  static override examples = [
    { description: 'See what waits, and decide', command: '<%= config.bin %> approve api -e production' },
    {
      description: 'Approve what a release has printed, from another job, and follow it to its end',
      command:
        '<%= config.bin %> approve --cluster demo --service web --expect 8aCmYqqnBDq7Vd1Nfgdvq/ecs-pause-x1y2z3 --reason "graphs look well" --wait',
    },
  ];

  static override args = serviceArgument;
  static override flags = {
    ...serviceFlags,
    ...approvalFlags,
    ...followFlags,
    wait: Flags.boolean({
      helpGroup: 'RELEASE',
      env: 'ECSDEPLOY_WAIT',
      description:
        'Follow the deployment to its end, as resume would and with the gates that are configured, through later pauses too: until somebody has answered them. Without it and --until it is left to AWS.',
    }),
    ...followAgainFlag,
    ...releaseFlags,
    ...gateFlags,
    ...acceptAlarmAgainFlag,
    ...githubFlags,
  };

  async run(): Promise<void> {
    const { flags, args } = this;
    const { expect, yes, reason, until, wait, 'dry-run': dryRun } = flags;
    const consent = { verb: 'approve', terminal: this.terminal, expect, yes, dryRun } as const;
    requireConsent(consent);
    const service = await resolveService({ ...flags, name: args.name });
    const { account, codeDeploy } = service;
    const ref = { cluster: service.cluster, service: service.service };
    const onInterrupt = flags['on-interrupt'];
    const wiring = { ...this.wiring(service), calledAs: calledAs([service], flags) };
    const isShown = !wiring.json && !wiring.quiet;
    const question = await withSpinner({ terminal: this.terminal, isShown, text: 'Asking AWS' }, () =>
      withContext({ ...wiring, quiet: wiring.quiet || this.terminal.animate }, (context) =>
        findPause(context, { service: ref, account, codeDeploy, expect }),
      ),
    );
    const isAgreed = await obtainConsent(question, consent, (text) => this.say(text));
    const githubDeployments = deploymentOrders('approve', [service], flags);
    const result = await withContext({ ...wiring, onInterrupt, githubDeployments }, async (context) => {
      if (!isAgreed || dryRun)
        return leaveUnanswered(context, question, 'approve', isAgreed ? 'planned' : 'declined');
      return await approve(context, {
        question,
        reason,
        follow: wait || until !== undefined ? { until, waitForApproval: wait } : undefined,
        timeoutMilliseconds: timeoutOf(service),
        rollback: rollbackPolicyOf(flags, service.rollback),
        account,
        codeDeploy,
        gates: gateRequest(service, flags),
        acceptAlarms: flags['accept-alarm'],
        rollbackOnTimeout: flags['rollback-on-timeout'],
        onInterrupt,
      });
    });
    this.printResult([result], { approval: question });
  }
}
