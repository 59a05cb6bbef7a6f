import { ServiceUtilization } from './ecs/metrics/service-utilization.ts';
import type { World } from './world.ts';

/** Lets CloudWatch know what load balancers and services measure. Called once per world. */
export function startMetrics(world: World): void {
  const { metrics } = world.cloudwatch;
  const { simulatedTraffic, hostCounts } = world.elbv2;
  const utilization = new ServiceUtilization(world);
  for (const source of [simulatedTraffic, hostCounts, utilization]) metrics.addSource(source);
  world.behaviours.onChange(() => {
    simulatedTraffic.refresh();
    utilization.refresh();
  });
}
