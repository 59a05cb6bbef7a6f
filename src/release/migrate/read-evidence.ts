import { activeStatuses, listCodeDeployDeployments } from '../../aws/codedeploy-deployments.ts';
import type { CodeDeployDeploymentState } from '../../aws/codedeploy-deployments.ts';
import { describeListener } from '../../aws/listeners.ts';
import { requireService } from '../../aws/services.ts';
import { describeTargetGroups } from '../../aws/target-groups.ts';
import { namedConfiguration } from '../../controllers/codedeploy/deployment-configuration.ts';
import type { CodeDeploySettings } from '../../model/codedeploy.ts';
import { isLifecycleEvent } from '../../model/lifecycle.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import { findGroupOf } from '../codedeploy/group-of-service.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { KnownHooks, MigrationEvidence } from './evidence.ts';
import { hooksOfAppSpec } from './hooks-of-app-spec.ts';
import { NotUnderCodeDeploy } from './refusals.ts';

/** How many deployments of the group are looked at: the one in progress, and the newest AppSpec that can be read. */
const newestDeployments = 5;

/**
 * Looks at everything that a migration depends on, and changes nothing.
 * @param settings of ecsdeploy.yml, which come before what the group says
 * @throws NotUnderCodeDeploy, what finding the service, its group and its configuration throws, and what `call` throws
 */
export async function readEvidence(
  context: Pick<ReleaseContext, 'aws' | 'report'>,
  ref: ServiceRef,
  settings: CodeDeploySettings = {},
): Promise<MigrationEvidence> {
  const { aws } = context;
  const service = await requireService(aws, ref);
  if (service.controller !== 'CODE_DEPLOY') throw new NotUnderCodeDeploy(service);
  const { state: group } = await findGroupOf(context, service, settings);
  const [configuration, targetGroups, production, test, deployments] = await Promise.all([
    settings.routing === undefined
      ? namedConfiguration(aws, settings.configuration ?? group.configuration)
      : { name: undefined, routing: settings.routing },
    describeTargetGroups(aws, group.targetGroups),
    Promise.all(group.productionListeners.map(async (arn) => await describeListener(aws, arn))),
    Promise.all(group.testListeners.map(async (arn) => await describeListener(aws, arn))),
    listCodeDeployDeployments(aws, group, { most: newestDeployments }),
  ]);
  return {
    service,
    group,
    configuration: configuration.name,
    routing: configuration.routing,
    targetGroups,
    production,
    test,
    hooks: settings.hooks === undefined ? hooksOf(deployments) : configured(settings.hooks),
    inProgress: deployments.find(({ status }) => activeStatuses.some((active) => active === status))?.id,
  };
}

function hooksOf(deployments: readonly CodeDeployDeploymentState[]): KnownHooks {
  for (const { revision } of deployments) {
    if (revision.kind === 'content') return hooksOfAppSpec(revision.content);
  }
  return { known: false, because: deployments.length === 0 ? 'no-deployment' : 'not-inline' };
}

function configured(hooks: Readonly<Record<string, string>>): KnownHooks {
  return {
    known: true,
    hooks: Object.entries(hooks).flatMap(([event, called]) =>
      isLifecycleEvent(event) ? [{ event, function: called }] : [],
    ),
  };
}
