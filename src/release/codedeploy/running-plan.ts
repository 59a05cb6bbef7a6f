import { findCodeDeployDeployment } from '../../aws/codedeploy-deployments.ts';
import { findDeploymentGroup } from '../../aws/codedeploy-groups.ts';
import { namedConfiguration } from '../../controllers/codedeploy/deployment-configuration.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import type { ReleaseContext } from '../release-context.ts';
import type { OwnRules } from '../safety-rules.ts';
import { waitsOfRouting } from './planned-traffic.ts';
import { codeDeployRules } from './safety-rules.ts';

/** What a deployment of CodeDeploy that runs already says of how it goes on, and who takes it back. */
export type RunningPart = Pick<ReleasePlan, 'strategy' | 'safety' | 'timeoutMilliseconds'>;

/**
 * The part of a plan for a deployment that is taken over: it goes on as it was started, whatever the group says by now. Undefined where
 * ECS brings it in, or AWS does not know it.
 * @throws what reading throws
 */
export async function runningPart(
  { aws }: Pick<ReleaseContext, 'aws'>,
  { codeDeploy, deploymentId }: Deployment,
  own: OwnRules,
): Promise<RunningPart | undefined> {
  if (codeDeploy === undefined) return undefined;
  const [state, group] = await Promise.all([
    findCodeDeployDeployment(aws, deploymentId),
    findDeploymentGroup(aws, codeDeploy),
  ]);
  if (state === undefined || group === undefined) return undefined;
  const { routing } = await namedConfiguration(aws, state.configuration);
  const { waits, rollsBackOn, alarms = group.alarms } = state;
  const timeoutMilliseconds = own.timeoutMilliseconds + waitsOfRouting(routing, waits);
  const asStarted = { ...group, waits, rollsBackOn, alarms };
  return {
    strategy: routing.type,
    safety: codeDeployRules(asStarted, { ...own, timeoutMilliseconds }),
    timeoutMilliseconds,
  };
}
