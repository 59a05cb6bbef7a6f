import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { resolveService, timeoutOf } from '../cli/context.ts';
import { serviceArgument, serviceFlags, timeoutFlag } from '../cli/shared-flags.ts';
import { withContext } from '../cli/wire.ts';
import { watch } from '../release/watch.ts';

export default class Watch extends BaseCommand<typeof Watch> {
  static override summary = 'Observe a deployment to its end, without ever acting.';
  static override description =
    'Follows the deployment in progress, whoever started it, or the one named, and ends with the same outcome and exit code as the command that started it would.';
  static override examples = [
    {
      description: 'Watch what is in progress',
      command: '<%= config.bin %> watch --cluster demo --service web',
    },
    {
      description: 'Come back to a deployment that was left',
      command: '<%= config.bin %> watch api -e production --deployment ecs-svc/1122334455667788990',
    },
  ];

  static override args = serviceArgument;
  static override flags = {
    ...serviceFlags,
    deployment: Flags.string({
      helpGroup: 'RELEASE',
      env: 'ECSDEPLOY_DEPLOYMENT',
      helpValue: '<id|arn>',
      description: 'A deployment by ecs-svc/… id or service deployment ARN, also after its end.',
    }),
    ...timeoutFlag,
  };

  async run(): Promise<void> {
    const { flags, args } = this;
    const service = await resolveService({ ...flags, name: args.name });
    const result = await withContext(this.wiring(service), (context) =>
      watch(context, {
        service: { cluster: service.cluster, service: service.service },
        account: service.account,
        deployment: flags.deployment,
        timeoutMilliseconds: timeoutOf(service),
      }),
    );
    this.printResult([result]);
  }
}
