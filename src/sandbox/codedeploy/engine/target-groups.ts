import type { TargetGroup } from '../../elbv2/target-group.ts';
import type { World } from '../../world.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';

/** The two target groups of a deployment's pair, in the order in which they are named; fewer where ELB does not have them. */
export function pairOf(world: World, { settings }: CodeDeployDeployment): TargetGroup[] {
  const names = (settings.pair.targetGroups ?? []).map(({ name }) => name);
  const groups = [...world.elbv2.targetGroups.values()];
  return names.flatMap((name) => groups.find((group) => group.name === name) ?? []);
}

export function productionListenerOf({ settings }: CodeDeployDeployment): string {
  return settings.pair.prodTrafficRoute?.listenerArns?.[0] ?? '';
}

export function testListenerOf({ settings }: CodeDeployDeployment): string | undefined {
  return settings.pair.testTrafficRoute?.listenerArns?.[0];
}
