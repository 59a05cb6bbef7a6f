import { askWayBack } from '../cli/ask-way-back.ts';
import { BaseCommand } from '../cli/base-command.ts';
import { resolveService, timeoutOf } from '../cli/context.ts';
import { deploymentOrders } from '../cli/github/deployment-order.ts';
import { githubFlags } from '../cli/github-flags.ts';
import { releaseFlags } from '../cli/release-flags.ts';
import { rollbackPolicyOf } from '../cli/rollback-policy.ts';
import { serviceArgument, serviceFlags, timeoutFlag } from '../cli/shared-flags.ts';
import { withSpinner } from '../cli/spinner.ts';
import { wayBackFlags } from '../cli/way-back-flags.ts';
import { withContext, type WiringOptions } from '../cli/wire.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { paletteFor } from '../output/palette.ts';
import { wayBackQuestion } from '../output/way-back-question.ts';
import { declineWayBack } from '../release/go-back/decline.ts';
import type { RollbackRequest } from '../release/requests.ts';
import { rollBack } from '../release/roll-back.ts';

export default class Rollback extends BaseCommand<typeof Rollback> {
  static override summary = 'Take a service back to the last release that succeeded.';
  static override description =
    'While a deployment is in progress, AWS is asked to stop it and go back; if it is the way back already, it is followed. Otherwise the last release that succeeded before what serves, with another revision, or the one that --to names, is deployed again: never one that failed, unless it is named. Settings of the service that AWS records go back with it, where they differ, unless --image-only is given. On a terminal it first shows where it would go, by what, what that costs and what changes, and asks. It is followed to its end and verified.';
  static override examples = [
    { description: 'Go back', command: '<%= config.bin %> rollback --cluster demo --service web' },
    {
      description: 'See where it would go',
      command: '<%= config.bin %> rollback api -e production --dry-run',
    },
    { description: 'To a commit', command: '<%= config.bin %> rollback api -e production --to 1a2b3c4' },
    {
      description: 'To what served two hours ago, without being asked',
      command: '<%= config.bin %> rollback api -e production --to "2 hours ago" --yes',
    },
  ];

  static override args = serviceArgument;
  static override flags = {
    ...serviceFlags,
    ...wayBackFlags,
    ...timeoutFlag,
    ...releaseFlags,
    ...githubFlags,
  };

  async run(): Promise<void> {
    const { flags, args } = this;
    const service = await resolveService({ ...flags, name: args.name });
    const onInterrupt = flags['on-interrupt'];
    const githubDeployments = deploymentOrders('rollback', [service], flags);
    const wiring = { ...this.wiring(service), onInterrupt, githubDeployments };
    const request: RollbackRequest = {
      service: { cluster: service.cluster, service: service.service },
      account: service.account,
      codeDeploy: service.codeDeploy,
      ifBusy: 'replace',
      timeoutMilliseconds: timeoutOf(service),
      rollback: rollbackPolicyOf(flags),
      rollbackOnTimeout: flags['rollback-on-timeout'],
      onInterrupt,
      dryRun: flags['dry-run'],
      to: flags.to,
      imageOnly: flags['image-only'],
    };
    const { canAsk, ci } = this.terminal;
    const asks = canAsk && !ci && !flags.yes && !flags['dry-run'] && !wiring.json;
    const result = asks
      ? await this.afterAsking(request, wiring)
      : await withContext(wiring, (context) => rollBack(context, request));
    this.printResult([result]);
  }

  private async afterAsking(request: RollbackRequest, wiring: WiringOptions): Promise<ReleaseResult> {
    const planned = await withSpinner(
      { terminal: this.terminal, isShown: !wiring.quiet, text: 'Asking AWS' },
      () =>
        withContext({ ...wiring, quiet: true }, (context) => rollBack(context, { ...request, dryRun: true })),
    );
    const { plan, outcome } = planned;
    if (outcome.kind === 'interrupted') return planned;
    // Where nothing is to be done, or it is only followed, there is nothing to decide on.
    const isToBeAsked = outcome.kind === 'planned' && plan?.wayBack?.mechanism.kind !== 'follow';
    if (!isToBeAsked || plan === undefined)
      return await withContext(wiring, (context) => rollBack(context, request));
    const question = wayBackQuestion(plan, paletteFor(this.terminal.stderr), planned.endedAt);
    const answer = await askWayBack(question, { input: process.stdin, output: process.stderr });
    return await withContext(wiring, async (context) => {
      if (answer.kind === 'no') return declineWayBack(context, planned);
      return await rollBack(context, { ...request, ...(answer.kind === 'other' ? { to: answer.to } : {}) });
    });
  }
}
