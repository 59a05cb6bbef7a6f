import type { World } from '../../world.ts';
import type { CodeDeployDeployment } from '../records/deployment.ts';
import type { DeploymentRun } from '../records/deployment-run.ts';
import { delays } from './delays.ts';
import { later, touch, type Going } from './going.ts';

/** Takes a new deployment from Created by Queued to InProgress, where it starts. */
export function enqueue(
  world: World,
  deployment: CodeDeployDeployment,
  start: (going: Going) => void,
): Going {
  const run: DeploymentRun = { plans: new Set() };
  deployment.run = run;
  const going: Going = { world, deployment, run };
  later(going, delays.queue, 'queued', () => {
    deployment.status = 'Queued';
    touch(going);
    later(going, delays.queue, 'started', () => {
      deployment.status = 'InProgress';
      deployment.startedAt = world.timeline.now();
      touch(going);
      start(going);
    });
  });
  return going;
}
