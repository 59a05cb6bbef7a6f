import { makePrimary } from '../../ecs/engine/task-sets/change-task-set.ts';
import type { TaskSetRecord } from '../../ecs/records/task-set.ts';
import { failDeployment } from './fail-deployment.ts';
import { later, type GoingOn } from './going.ts';
import { awaitHealthy } from './install.ts';
import { shiftSteps, type ShiftStep } from './shift-steps.ts';
import { formOf, groupOf, moveProduction, moveTest } from './traffic.ts';

/** AllowTestTraffic: the test listener leads to the green tasks, which the load balancer has to find healthy. */
export function allowTestTraffic(going: GoingOn, done: () => void): void {
  const { green } = going.run;
  if (green === undefined) return;
  const moved = moveTest(going, groupOf(green), 'green');
  if (moved.kind !== 'moved') failDeployment(going, moved);
  else awaitHealthy(going, () => isHealthyBehindListener(going, green), done);
}

/** AllowTraffic: production requests move step by step; after the last one the green task set is PRIMARY. */
export function allowTraffic(going: GoingOn, done: () => void): void {
  const { world, service, deployment, run } = going;
  const { green } = run;
  if (green === undefined) return;
  const go = ([step, ...rest]: readonly ShiftStep[]): void => {
    if (step === undefined) {
      makePrimary(world, service, green);
      done();
      return;
    }
    const moved = moveProduction(going, {
      green: groupOf(green),
      percent: step.percent,
      form: formOf(deployment),
    });
    if (moved.kind !== 'moved') failDeployment(going, moved);
    else if (step.stays === 0) go(rest);
    else later(going, step.stays, 'next step of the shift', () => go(rest));
  };
  go(shiftSteps(deployment.config.routing));
}

function isHealthyBehindListener({ world, service }: GoingOn, green: TaskSetRecord): boolean {
  const tasks = [...service.tasks].filter(
    (task) => task.owner?.holder === green && task.desiredStatus === 'RUNNING',
  );
  return tasks.every((task) =>
    task.targets.every(
      (target) => world.elbv2.targetHealth(target.targetGroupArn, target).state === 'healthy',
    ),
  );
}
