import { Flags } from '@oclif/core';
import { BaseCommand } from '../../cli/base-command.ts';
import { askYes, requireYes } from '../../cli/consent.ts';
import { resolveService } from '../../cli/context.ts';
import { numberFlag } from '../../cli/number-flag.ts';
import { dryRunFlag, serviceArgument, serviceFlags } from '../../cli/shared-flags.ts';
import { signalExitCodes } from '../../cli/signals.ts';
import { withSpinner } from '../../cli/spinner.ts';
import { withContext } from '../../cli/wire.ts';
import type { PrunePlan, PruneResult } from '../../model/revision-pruning.ts';
import { count } from '../../output/count.ts';
import { paletteFor } from '../../output/palette.ts';
import { prunePlanText, pruneResultText } from '../../output/prune-text.ts';
import { carryOutPruning, leavePlan } from '../../release/prune/carry-out-pruning.ts';
import { planPruning } from '../../release/prune/plan-pruning.ts';

export default class RevisionsPrune extends BaseCommand<typeof RevisionsPrune> {
  static override summary = 'Retire the task definition revisions that nothing needs.';
  static override description =
    'Deregisters the ACTIVE revisions of the service’s family that no service, deployment, task set, task, EventBridge rule or schedule of the account and region uses, that are not among the newest, and not among the last successful releases of any service; for each that is kept it says why. What runs on a deregistered revision goes on, and a rollback registers it again. What may not be read ends it before anything is changed (4): a guess could retire what tonight’s job runs. Exit code 22 where AWS did not take all of it.';
  static override examples = [
    {
      description: 'See what would go',
      command: '<%= config.bin %> revisions prune --cluster demo --service web --keep 5 --dry-run',
    },
    {
      description: 'Retire all but the last ten, and delete what is INACTIVE and needed by nobody',
      command: '<%= config.bin %> revisions prune api -e production --keep 10 --delete --yes',
    },
  ];

  static override args = serviceArgument;
  static override flags = {
    ...serviceFlags,
    ...dryRunFlag,
    keep: numberFlag({
      helpGroup: 'RELEASE',
      env: 'ECSDEPLOY_KEEP',
      min: 1,
      max: 1000,
      whole: true,
      required: true,
      description:
        'How many of the newest revisions, and of the last successful releases of each service, to keep.',
    }),
    delete: Flags.boolean({
      helpGroup: 'RELEASE',
      env: 'ECSDEPLOY_DELETE',
      description:
        'Delete INACTIVE revisions that nothing needs for good, those retired by this run too. Asks, or needs --yes.',
    }),
    yes: Flags.boolean({
      helpGroup: 'RELEASE',
      env: 'ECSDEPLOY_YES',
      description: 'Delete without asking.',
    }),
  };

  async run(): Promise<void> {
    const { flags, args } = this;
    const { keep, delete: deletes, yes, 'dry-run': dryRun } = flags;
    if (deletes && !dryRun) requireYes('deleting revisions', this.terminal, yes);
    const service = await resolveService({ ...flags, name: args.name });
    const wiring = this.wiring(service);
    const isShown = !wiring.json && !wiring.quiet;
    const quietly = { ...wiring, quiet: wiring.quiet || this.terminal.animate };
    const plan = await withSpinner(
      { terminal: this.terminal, isShown, text: 'Asking AWS who uses what' },
      () =>
        withContext(quietly, (context) =>
          planPruning(context, {
            service: { cluster: service.cluster, service: service.service },
            account: service.account,
            codeDeploy: service.codeDeploy,
            keep,
            deletes,
          }),
        ),
    );
    if (dryRun) {
      this.#conclude(leavePlan(plan, 'planned'));
      return;
    }
    // Whoever is asked is shown about what, also under --quiet and --json.
    const text = prunePlanText(plan, paletteFor(this.terminal.stderr));
    if (deletes && !yes) process.stderr.write(`${text}\n`);
    else this.say(text);
    if (deletes && !yes && !(await this.#isAgreed(plan))) {
      this.#conclude(leavePlan(plan, 'declined'));
      return;
    }
    const result = await withSpinner({ terminal: this.terminal, isShown, text: 'Deregistering' }, (show) =>
      withContext(quietly, (context) =>
        carryOutPruning(context, plan, ({ step, done, of }) =>
          show(`${step === 'delete' ? 'Deleting' : 'Deregistering'}: ${done} of ${count(of, 'revision')}`),
        ),
      ),
    );
    this.#conclude(result);
  }

  async #isAgreed(plan: PrunePlan): Promise<boolean> {
    const deletions = plan.revisions.filter(({ steps }) => steps.includes('delete')).length;
    if (deletions === 0) return true;
    return await askYes(`Delete ${count(deletions, 'revision')} of ${plan.family} for good?`);
  }

  #conclude(result: PruneResult): void {
    const table = result.end === 'planned' ? `${prunePlanText(result.plan, this.palette)}\n` : '';
    this.print(`${table}${pruneResultText(result, this.palette)}`, { pruning: result }, exitCodeOf(result));
  }
}

function exitCodeOf({ end, signal }: PruneResult): number {
  switch (end) {
    case 'done':
    case 'planned':
      return 0;
    case 'declined':
      return 40;
    case 'failed':
      return 22;
    case 'interrupted':
      return signal === undefined ? 1 : signalExitCodes[signal];
    default:
      return end satisfies never;
  }
}
