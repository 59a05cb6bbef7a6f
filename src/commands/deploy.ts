import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { resolveService, taskDefinitionSource, timeoutOf } from '../cli/context.ts';
import { releaseFlags } from '../cli/release-flags.ts';
import {
  imagesFlag,
  serviceArgument,
  serviceFlags,
  taskDefinitionFlags,
  timeoutFlag,
} from '../cli/shared-flags.ts';
import { withContext } from '../cli/wire.ts';
import { deploy } from '../release/deploy.ts';

export default class Deploy extends BaseCommand<typeof Deploy> {
  static override summary = 'Take a service to a new version and follow it to a truthful end.';
  static override description =
    'Registers the task definition if it differs, starts the deployment, and follows it by its identity until it is verified, rolled back, or otherwise at an end. The exit code says which.';
  static override examples = [
    {
      description: 'Release an image with the task definition that runs now',
      command: '<%= config.bin %> deploy --cluster demo --service web --image demo/web:2',
    },
    {
      description: 'Release a service of ecsdeploy.yml to production',
      command:
        '<%= config.bin %> deploy api --environment production --image app=registry.example/api:4f2a9c1',
    },
    {
      description: 'See what would happen',
      command: '<%= config.bin %> deploy --image demo/web:2 --dry-run',
    },
  ];

  static override args = serviceArgument;
  static override flags = {
    ...serviceFlags,
    ...imagesFlag,
    ...taskDefinitionFlags,
    force: Flags.boolean({
      helpGroup: 'RELEASE',
      env: 'ECSDEPLOY_FORCE',
      description: 'Start a new deployment even if nothing differs.',
    }),
    'if-busy': Flags.option({ options: ['refuse', 'wait', 'replace'] as const })({
      helpGroup: 'RELEASE',
      env: 'ECSDEPLOY_IF_BUSY',
      default: 'refuse',
      description: 'What to do while a deployment to something else is in progress.',
    }),
    ...timeoutFlag,
    ...releaseFlags,
  };

  async run(): Promise<void> {
    const { flags, args } = this;
    const service = await resolveService({ ...flags, name: args.name });
    const base = await taskDefinitionSource(service, flags['task-definition']);
    const onInterrupt = flags['on-interrupt'];
    const result = await withContext({ ...this.wiring(service), onInterrupt }, (context) =>
      deploy(context, {
        service: { cluster: service.cluster, service: service.service },
        account: service.account,
        base,
        images: flags.image ?? [],
        containers: service.containers,
        settings: service.deployment,
        commit: flags.commit,
        force: flags.force,
        ifBusy: flags['if-busy'],
        timeoutMilliseconds: timeoutOf(service),
        rollback: flags.rollback,
        rollbackOnTimeout: flags['rollback-on-timeout'],
        onInterrupt,
        dryRun: flags['dry-run'],
      }),
    );
    this.printResult([result]);
  }
}
