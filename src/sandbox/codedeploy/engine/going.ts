import type { ServiceRecord } from '../../ecs/records/service.ts';
import type { TaskSetRecord } from '../../ecs/records/task-set.ts';
import type { Scheduled } from '../../engine/timeline.ts';
import type { World } from '../../world.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';
import type { DeploymentRun } from '../records/deployment-run.ts';

/** A deployment under way, with what its events act on. */
export interface Going {
  readonly world: World;
  readonly deployment: CodeDeployDeployment;
  readonly run: DeploymentRun;
}

/** One that is InProgress: its service and what serves are known. */
export interface GoingOn extends Going {
  readonly service: ServiceRecord;
  readonly blue: TaskSetRecord;
}

/** Schedules something that only makes sense while the deployment has not ended. */
export function later(
  { world, run }: Pick<Going, 'world' | 'run'>,
  delay: number,
  what: string,
  action: () => void,
): Scheduled {
  const planned: Scheduled = world.timeline.after(delay, `deployment: ${what}`, () => {
    run.plans.delete(planned);
    action();
  });
  run.plans.add(planned);
  return planned;
}

/** Does something every so often, until it says that it is done. */
export function repeat(going: Going, period: number, what: string, look: () => 'again' | 'done'): void {
  later(going, period, what, () => {
    if (look() === 'again') repeat(going, period, what, look);
  });
}

export function touch({ world, deployment }: Going): void {
  deployment.updatedAt = world.timeline.now();
}
