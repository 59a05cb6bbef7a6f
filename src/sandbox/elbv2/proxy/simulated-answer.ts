import { clearTimeout, setTimeout } from 'node:timers';
import { targetKey as taskKey } from '../../ecs/tasks/task-targets.ts';
import type { World } from '../../world.ts';
import type { TargetGroup } from '../target-group.ts';
import { targetKey, type Target } from '../target.ts';
import { countStatus } from '../traffic.ts';
import { answerWithPage, type Exchange } from './exchange.ts';
import type { Upstream } from './upstream.ts';

export interface SimulatedOptions {
  readonly world: World;
  readonly upstream: Upstream;
  /** Milliseconds of sandbox time. */
  readonly idleTimeout: number;
  /** Sandbox seconds in a second. */
  readonly speed: number;
  readonly cookies: readonly string[];
}

/** Answers in the place of a target behind which no container runs: as its health checks would find it, saying who it plays. */
export function answerAsSimulated(exchange: Exchange, options: SimulatedOptions): void {
  const { request, response } = exchange;
  const { world, upstream, idleTimeout, speed } = options;
  const { group, target, tally } = upstream;
  const probe = target.probe();
  exchange.meter.chosen(group.arn);
  const finish = upstream.begin(() => {
    if (response.headersSent) return;
    tally.unanswered += 1;
    answerWithPage(exchange, 502);
  });
  request.resume();
  const refused = probe.kind === 'refused' || probe.status < 200;
  const isTooSlow = !refused && probe.latency >= idleTimeout;
  const delay = refused ? 0 : Math.min(probe.latency, idleTimeout) / speed;
  const timer = setTimeout(() => {
    if (response.headersSent) return;
    if (refused || isTooSlow) {
      tally.unanswered += 1;
      answerWithPage(exchange, refused ? 502 : 504);
      return;
    }
    countStatus(tally, probe.status);
    exchange.meter.answered(probe.status, probe.latency);
    response.statusCode = probe.status;
    response.setHeader('Content-Type', 'application/json');
    if (options.cookies.length > 0) response.setHeader('Set-Cookie', options.cookies);
    response.end(`${JSON.stringify(whoAnswers(world, group, target))}\n`);
  }, delay);
  response.once('close', () => {
    clearTimeout(timer);
    finish();
  });
}

function whoAnswers(world: World, group: TargetGroup, target: Target): object {
  const task = world.ecs.tasksByTarget.get(taskKey(group.arn, target.id, target.port));
  const container = task?.targets.find((other) => other.targetGroupArn === group.arn)?.containerName;
  return {
    simulated: true,
    target: targetKey(target),
    targetGroup: group.name,
    task: task?.arn,
    taskDefinition: task?.taskDefinition.arn,
    image: task?.containers.find(({ name }) => name === container)?.image,
  };
}
