import { BaseCommand } from '../../cli/base-command.ts';
import { resolveService } from '../../cli/context.ts';
import { numberFlag } from '../../cli/number-flag.ts';
import { dryRunFlag, serviceArgument, serviceFlags } from '../../cli/shared-flags.ts';
import { signalExitCodes } from '../../cli/signals.ts';
import { withSpinner } from '../../cli/spinner.ts';
import { withContext } from '../../cli/wire.ts';
import type { ProtectionResult } from '../../model/image-protection.ts';
import { protectionText } from '../../output/protection-text.ts';
import { carryOutProtection, leaveProtection } from '../../release/protect/carry-out-protection.ts';
import { planProtection } from '../../release/protect/plan-protection.ts';

export default class ImagesProtect extends BaseCommand<typeof ImagesProtect> {
  static override summary =
    'Tag the images that a rollback would need, so that a lifecycle rule can keep them.';
  static override description =
    'Gives the images of what the service runs, and of the last successful releases before that, one more tag in ECR (ecsdeploy-keep-…), takes its own tags from images that are no longer needed, and prints the lifecycle rule that keeps what has one. The images stay as they are; of an image for several platforms the index is tagged. Immutable repositories take the tags too. Images of other registries are skipped. Exit code 22 where ECR did not take all of it.';
  static override examples = [
    {
      description: 'Protect what a rollback would need',
      command: '<%= config.bin %> images protect --cluster demo --service web',
    },
    {
      description: 'The lifecycle policies that keep them, for a script',
      command: `<%= config.bin %> images protect api -e production --keep 5 --json | jq '.protection.plan.repositories'`,
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
      max: 100,
      whole: true,
      default: 3,
      description: 'How many successful releases before what runs.',
    }),
  };

  async run(): Promise<void> {
    const { flags, args } = this;
    const service = await resolveService({ ...flags, name: args.name });
    const wiring = this.wiring(service);
    const isShown = !wiring.json && !wiring.quiet;
    const result = await withSpinner({ terminal: this.terminal, isShown, text: 'Asking AWS' }, (show) =>
      withContext({ ...wiring, quiet: wiring.quiet || this.terminal.animate }, async (context) => {
        const plan = await planProtection(context, {
          service: { cluster: service.cluster, service: service.service },
          account: service.account,
          codeDeploy: service.codeDeploy,
          keep: flags.keep,
        });
        if (flags['dry-run']) return leaveProtection(plan);
        show('Tagging images');
        return await carryOutProtection(context, plan);
      }),
    );
    this.print(protectionText(result, this.palette), { protection: result }, exitCodeOf(result));
  }
}

function exitCodeOf({ end, signal }: ProtectionResult): number {
  switch (end) {
    case 'done':
    case 'planned':
      return 0;
    case 'failed':
      return 22;
    case 'interrupted':
      return signal === undefined ? 1 : signalExitCodes[signal];
    default:
      return end satisfies never;
  }
}
