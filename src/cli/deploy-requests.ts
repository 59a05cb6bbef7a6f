import type { ResolvedService } from '../config/resolved-service.ts';
import type { ImageRequest as BuildRequest } from '../images/plan-image.ts';
import { EcsdeployError } from '../model/error.ts';
import type { ImageSettings } from '../model/image-settings.ts';
import type { Until } from '../model/lifecycle.ts';
import type { DeployRequest } from '../release/requests.ts';
import { codeDeploySettings } from './codedeploy-settings.ts';
import { taskDefinitionSource, timeoutOf } from './context.ts';
import { gateRequest } from './gate-flags.ts';
import { imagesFor, refuseStrangers, type ImageChoice } from './image-flag.ts';
import { imageRequest } from './image-request.ts';
import { promotionsOf, type PromotionOf } from './promotions.ts';
import { releasedBy } from './released-by.ts';
import { rollbackPolicyOf } from './rollback-policy.ts';
import { whatToRelease, type ReleaseFlags, type WhatToRelease } from './what-to-release.ts';

export interface DeployFlags extends Omit<ReleaseFlags, 'image'> {
  readonly image?: readonly ImageChoice[] | undefined;
  readonly from?: string | undefined;
  readonly 'from-profile'?: string | undefined;
  readonly config?: string | undefined;
  readonly environment?: string | undefined;
  readonly 'image-ref': 'digest' | 'tag';
  readonly 'task-definition'?: string | undefined;
  readonly atomic: boolean;
  readonly force: boolean;
  readonly verify: boolean;
  readonly 'if-busy': 'refuse' | 'wait' | 'replace';
  readonly rollback?: boolean | undefined;
  readonly 'ask-rollback': boolean;
  readonly 'skip-gates': boolean;
  readonly 'accept-alarm'?: readonly string[] | undefined;
  readonly 'rollback-on-timeout': boolean;
  readonly 'on-interrupt': 'detach' | 'rollback';
  readonly 'dry-run': boolean;
  readonly until?: Until | undefined;
  readonly wait: boolean;
}

/** One task definition for several services would make them the same. */
class OneTaskDefinition extends EcsdeployError {
  constructor(names: readonly string[]) {
    super({
      code: 'usage.one_task_definition',
      message: `--task-definition is for one service, and ${names.join(', ')} are to be released`,
      suggestions: ['Give each its "taskDefinition" in ecsdeploy.yml.'],
    });
  }
}

/** What each of the services is to be released with. Images that are alike are one request, so that they are built once. */
export async function deployRequests(
  services: readonly ResolvedService[],
  flags: DeployFlags,
): Promise<DeployRequest[]> {
  const names = services.map(({ name }) => name);
  if (flags['task-definition'] !== undefined && services.length > 1) throw new OneTaskDefinition(names);
  refuseStrangers(flags.image ?? [], names);
  const promotionOf = await promotionsOf(flags);
  const builds = new Map<string, Promise<BuildRequest>>();
  const requests: DeployRequest[] = [];
  for (const service of services) {
    const build = (settings: ImageSettings): Promise<BuildRequest> => {
      // ECR is asked in the region of the service.
      const key = JSON.stringify([service.region, settings]);
      const request = builds.get(key) ?? imageRequest(settings, flags);
      builds.set(key, request);
      return request;
    };
    const request = await deployRequest(service, flags, build, promotionOf);
    requests.push({ ...request, allOrNone: flags.atomic && services.length > 1 });
  }
  return requests;
}

async function deployRequest(
  service: ResolvedService,
  flags: DeployFlags,
  build: (settings: ImageSettings) => Promise<BuildRequest>,
  promotionOf: PromotionOf,
): Promise<DeployRequest> {
  const base = await taskDefinitionSource(service, flags['task-definition']);
  const images = imagesFor(service.name, flags.image ?? []);
  const promotion = promotionOf(service);
  const { subject, ...what }: WhatToRelease =
    promotion === undefined
      ? await whatToRelease(service, base, { ...flags, image: images }, build)
      : { promotion };
  return {
    service: { cluster: service.cluster, service: service.service },
    account: service.account,
    base,
    images,
    containers: service.containers,
    settings: service.deployment,
    suspendScaling: service.suspendScaling,
    codeDeploy: await codeDeploySettings(service),
    ...what,
    note: { subject, ...releasedBy(process.env) },
    imageReference: flags['image-ref'],
    force: flags.force,
    unverified: !flags.verify,
    ifBusy: flags['if-busy'],
    timeoutMilliseconds: timeoutOf(service),
    rollback: rollbackPolicyOf(flags, service.rollback),
    gates: gateRequest(service, flags),
    acceptAlarms: flags['accept-alarm'] ?? [],
    rollbackOnTimeout: flags['rollback-on-timeout'],
    onInterrupt: flags['on-interrupt'],
    until: flags.until,
    waitForApproval: flags.wait,
    dryRun: flags['dry-run'],
  };
}
