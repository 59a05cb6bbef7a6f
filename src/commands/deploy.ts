import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { buildFlags, sourceFlags } from '../cli/build-flags.ts';
import { resolveService, taskDefinitionSource, timeoutOf } from '../cli/context.ts';
import { releaseFlags } from '../cli/release-flags.ts';
import {
  imagesFlag,
  serviceArgument,
  serviceFlags,
  taskDefinitionFlags,
  timeoutFlag,
} from '../cli/shared-flags.ts';
import { whatToRelease } from '../cli/what-to-release.ts';
import { withContext } from '../cli/wire.ts';
import { deploy } from '../release/deploy.ts';

export default class Deploy extends BaseCommand<typeof Deploy> {
  static override summary = 'Take a service to a new version and follow it to a truthful end.';
  static override description =
    'Builds and pushes the image of the commit if `image` is configured and none is named by --image, registers the task definition if it differs, starts the deployment, and follows it by its identity until it is verified, rolled back, or otherwise at an end. The exit code says which.';
  static override examples = [
    {
      description: 'Build the commit that is checked out, push it, and release it',
      command: '<%= config.bin %> deploy api --environment production',
    },
    {
      description: 'Release an image with the task definition that runs now',
      command:
        '<%= config.bin %> deploy --cluster demo --service web --image 123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:2',
    },
    {
      description: 'Release an image that is there, for one container',
      command: '<%= config.bin %> deploy api --environment staging --image app=registry.example/api:4f2a9c1',
    },
    {
      description: 'See what would happen',
      command:
        '<%= config.bin %> deploy --image 123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:2 --dry-run',
    },
  ];

  static override args = serviceArgument;
  static override flags = {
    ...serviceFlags,
    ...imagesFlag,
    'image-ref': Flags.option({ options: ['digest', 'tag'] as const })({
      helpGroup: 'RELEASE',
      env: 'ECSDEPLOY_IMAGE_REF',
      default: 'digest',
      description: 'How an image of ECR stands in the task definition.',
    }),
    ...taskDefinitionFlags,
    ...buildFlags,
    ...sourceFlags,
    'allow-older': Flags.boolean({
      helpGroup: 'SAFETY',
      env: 'ECSDEPLOY_ALLOW_OLDER',
      description: 'Release a commit although a descendant of it runs.',
      exclusive: ['require-newer'],
    }),
    'require-newer': Flags.boolean({
      helpGroup: 'SAFETY',
      env: 'ECSDEPLOY_REQUIRE_NEWER',
      description: 'Refuse also where nothing tells whether the commit is newer than the one that runs.',
    }),
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
    const what = await whatToRelease(service, base, flags);
    const onInterrupt = flags['on-interrupt'];
    const result = await withContext({ ...this.wiring(service), onInterrupt }, (context) =>
      deploy(context, {
        service: { cluster: service.cluster, service: service.service },
        account: service.account,
        base,
        images: flags.image ?? [],
        containers: service.containers,
        settings: service.deployment,
        ...what,
        imageReference: flags['image-ref'],
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
