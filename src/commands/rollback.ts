import { BaseCommand } from '../cli/base-command.ts';
import { resolveService, timeoutOf } from '../cli/context.ts';
import { releaseFlags } from '../cli/release-flags.ts';
import { serviceArgument, serviceFlags, timeoutFlag } from '../cli/shared-flags.ts';
import { rollbackPolicyOf } from '../cli/rollback-policy.ts';
import { withContext } from '../cli/wire.ts';
import { rollBack } from '../release/roll-back.ts';

export default class Rollback extends BaseCommand<typeof Rollback> {
  static override summary = 'Take a service back to the last release that succeeded.';
  static override description =
    'While a deployment is in progress, AWS is asked to stop it and go back; if it is the way back already, it is followed. Otherwise the revision of the last deployment that succeeded before, with another revision, is deployed. Either way it is followed to its end and verified.';
  static override examples = [
    { description: 'Go back', command: '<%= config.bin %> rollback --cluster demo --service web' },
    {
      description: 'See where it would go',
      command: '<%= config.bin %> rollback api -e production --dry-run',
    },
  ];

  static override args = serviceArgument;
  static override flags = { ...serviceFlags, ...timeoutFlag, ...releaseFlags };

  async run(): Promise<void> {
    const { flags, args } = this;
    const service = await resolveService({ ...flags, name: args.name });
    const onInterrupt = flags['on-interrupt'];
    const result = await withContext({ ...this.wiring(service), onInterrupt }, (context) =>
      rollBack(context, {
        service: { cluster: service.cluster, service: service.service },
        account: service.account,
        codeDeploy: service.codeDeploy,
        ifBusy: 'replace',
        timeoutMilliseconds: timeoutOf(service),
        rollback: rollbackPolicyOf(flags),
        rollbackOnTimeout: flags['rollback-on-timeout'],
        onInterrupt,
        dryRun: flags['dry-run'],
      }),
    );
    this.printResult([result]);
  }
}
