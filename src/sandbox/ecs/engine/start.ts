import type { World } from '../../world.ts';
import { judgeHealth } from '../tasks/task-health.ts';
import { forgetTarget, targetKey } from '../tasks/task-targets.ts';
import { afterDraining } from '../tasks/stop-task.ts';
import { alarmChanged } from './alarms.ts';

/** Lets ECS follow what happens at its neighbours: target health and alarms. Called once per world. */
export function startEcs(world: World): void {
  world.elbv2.onHealthChange(({ targetGroupArn, id, port, health }) => {
    const task = world.ecs.tasksByTarget.get(targetKey(targetGroupArn, id, port));
    const target = task?.targets.find(
      (candidate) => candidate.targetGroupArn === targetGroupArn && candidate.port === port,
    );
    if (task === undefined || target === undefined) return;
    if (health.reason === 'Target.NotRegistered') {
      forgetTarget(world, target);
      afterDraining(world, task);
    } else {
      judgeHealth(world, task);
    }
  });
  world.cloudwatch.onStateChange((change) => alarmChanged(world, change));
}
