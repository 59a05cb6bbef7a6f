import { Flags } from '@oclif/core';
import { BaseCommand } from '../cli/base-command.ts';
import { buildFlags, sourceFlags } from '../cli/build-flags.ts';
import { calledAs } from '../cli/called-as.ts';
import { resolveServices } from '../cli/context.ts';
import { deployRequests } from '../cli/deploy-requests.ts';
import { followFlags } from '../cli/follow-flags.ts';
import { acceptAlarmFlag, gateFlags } from '../cli/gate-flags.ts';
import { deploymentOrders } from '../cli/github/deployment-order.ts';
import { githubFlags } from '../cli/github-flags.ts';
import { releaseFlags } from '../cli/release-flags.ts';
import {
  imagesFlag,
  servicesArgument,
  serviceFlags,
  taskDefinitionFlags,
  timeoutFlag,
} from '../cli/shared-flags.ts';
import { promotionFlags } from '../cli/promotion-flags.ts';
import { onFailureOf, runFlags } from '../cli/run-flags.ts';
import { runMembers } from '../cli/run-members.ts';
import { strategyFlag } from '../cli/strategy-flag.ts';
import { withContext, withContexts } from '../cli/wire.ts';
import type { ResolvedService } from '../config/resolved-service.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { serviceName } from '../model/service-ref.ts';
import { deploy } from '../release/deploy.ts';
import type { DeployRequest } from '../release/requests.ts';
import type { OnFailure } from '../release/several/run-order.ts';

export default class Deploy extends BaseCommand<typeof Deploy> {
  static override summary = 'Take a service, or several, to a new version and follow it to a truthful end.';
  static override description =
    'Builds and pushes the image of the commit if `image` is configured and none is named by --image, registers the task definition if it differs, starts the deployment, and follows it by its identity until it is verified, rolled back, or otherwise at an end. The exit code says which. Of several services each starts when those that it comes after (`after` in ecsdeploy.yml) have been released; the exit code is that of the one that matters most.';
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
      description: 'Release what runs healthy in another environment, without building',
      command: '<%= config.bin %> deploy api --from staging --environment production',
    },
    {
      description: 'Release all services of a file, in the order that `after` gives; all or none',
      command: '<%= config.bin %> deploy --all --environment production --atomic',
    },
    {
      description: 'See what would happen',
      command:
        '<%= config.bin %> deploy --image 123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:2 --dry-run',
    },
  ];

  static override args = servicesArgument;
  static override flags = {
    ...serviceFlags,
    ...imagesFlag,
    ...promotionFlags,
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
    verify: Flags.boolean({
      helpGroup: 'SAFETY',
      env: 'ECSDEPLOY_VERIFY',
      allowNo: true,
      default: true,
      description:
        'Look first at what is new in the revision (secrets, parameters, log groups, roles, ports), and refuse it where no task could start.',
    }),
    'if-busy': Flags.option({ options: ['refuse', 'wait', 'replace'] as const })({
      helpGroup: 'RELEASE',
      env: 'ECSDEPLOY_IF_BUSY',
      default: 'refuse',
      description: 'What to do while a deployment to something else is in progress.',
    }),
    ...strategyFlag,
    ...timeoutFlag,
    ...followFlags,
    ...releaseFlags,
    ...gateFlags,
    ...acceptAlarmFlag,
    ...runFlags,
    ...githubFlags,
  };

  async run(): Promise<void> {
    const { flags, args } = this;
    const onFailure = onFailureOf(flags);
    const services = await resolveServices({ ...flags, names: args.names ?? [] });
    const requests = await deployRequests(services, flags);
    const [only] = requests;
    if (requests.length > 1 || only === undefined) {
      this.printResult(await this.deployAll(services, requests, onFailure));
      return;
    }
    const wiring = {
      ...this.wiring({ ...only.service, region: services[0]?.region }),
      onInterrupt: only.onInterrupt,
      calledAs: calledAs(services, flags),
      githubDeployments: deploymentOrders('deploy', services, flags),
    };
    this.printResult([await withContext(wiring, (context) => deploy(context, only))]);
  }

  private async deployAll(
    services: readonly ResolvedService[],
    requests: readonly DeployRequest[],
    onFailure: OnFailure,
  ): Promise<ReleaseResult[]> {
    const { flags } = this;
    const subjects = requests.map(({ service }) => serviceName(service));
    const wiring = {
      ...this.wiringOfRun(),
      onInterrupt: flags['on-interrupt'],
      services: subjects,
      calledAs: calledAs(services, flags),
      githubDeployments: deploymentOrders('deploy', services, flags),
    };
    const { deploySeveral } = await import('../release/several/deploy-several.ts');
    return await withContexts(wiring, (contextOf) =>
      deploySeveral({
        members: runMembers(services, requests, contextOf),
        parallel: flags.parallel,
        onFailure,
      }),
    );
  }
}
