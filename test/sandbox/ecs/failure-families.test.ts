import type { Task } from '@aws-sdk/client-ecs';
import { describe, expect, it } from '@jest/globals';
import { catalogue, lookUp } from '../../../src/diagnosis/catalogue.ts';
import { explainExit } from '../../../src/diagnosis/explain-exit.ts';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import { logsOperations } from '../../../src/sandbox/logs/operations/index.ts';
import {
  failureFamilies,
  failureOf,
  type FailureFamily,
} from '../../../src/sandbox/engine/failure-families.ts';
import { Rehearsal } from './rehearsal.ts';

const exitCode = /^exit\.(\d+)$/;
const image = 'registry.example/web:broken';

/** A service whose tasks have both checks, and a log, in the third minute after it was made. */
function brokenService(family: FailureFamily): Rehearsal {
  const rehearsal = new Rehearsal();
  rehearsal.behave(image, { failure: family });
  rehearsal.call(logsOperations.CreateLogGroup, { logGroupName: '/ecs/web' });
  const targetGroupArn = rehearsal.targetGroup();
  const taskDefinition = rehearsal.register(image, {
    executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
    containerDefinitions: [
      {
        name: 'app',
        image,
        essential: true,
        portMappings: [{ containerPort: 8080 }],
        healthCheck: { command: ['CMD-SHELL', 'true'], interval: 5, retries: 1 },
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': '/ecs/web',
            'awslogs-region': 'eu-west-1',
            'awslogs-stream-prefix': 'web',
          },
        },
      },
    ],
  });
  rehearsal.createService(image, {
    taskDefinition,
    desiredCount: 1,
    ...rehearsal.behind(targetGroupArn),
  });
  rehearsal.pass(170);
  return rehearsal;
}

/** Everything that AWS says of it, in words. */
function wordsOf(rehearsal: Rehearsal): string[] {
  const tasks = [...rehearsal.tasks('STOPPED'), ...rehearsal.tasks('RUNNING')];
  const streams = [...(rehearsal.world.logs.groups.get('/ecs/web')?.streams.values() ?? [])];
  return [
    ...tasks.flatMap(({ stoppedReason, containers }) => [
      stoppedReason,
      ...(containers ?? []).map(({ reason }) => reason),
    ]),
    ...rehearsal.events,
    ...streams.flatMap(({ events }) => events.map(({ message }) => message)),
  ].filter((text) => text !== undefined);
}

function firstStopped(rehearsal: Rehearsal): Task {
  const task = rehearsal.tasks('STOPPED').at(-1);
  if (task === undefined) throw new Error('no task has stopped');
  return task;
}

describe('a failure that an image can be given', () => {
  it.each(failureFamilies.filter((family) => !exitCode.test(family)))(
    '%s is one of the catalogue, and what AWS says then is found there',
    (family) => {
      expect(catalogue.map(({ id }) => id)).toContain(family);
      const words = wordsOf(brokenService(family));
      expect(new Set(words.map((text) => lookUp(text)?.id))).toContain(family);
    },
  );

  it.each(failureFamilies.filter((family) => exitCode.test(family)))(
    '%s is an exit code that a container ends with',
    (family) => {
      const code = Number(exitCode.exec(family)?.[1]);
      const task = firstStopped(brokenService(family));
      expect(task).toMatchObject({
        stopCode: 'EssentialContainerExited',
        containers: [{ exitCode: code }],
      });
      expect(explainExit(code).cause).toContain(String(code));
    },
  );

  it.each(failureFamilies.filter((family) => failureOf(family).kind === 'not-started'))(
    '%s stops the task before it runs',
    (family) => {
      const task = firstStopped(brokenService(family));
      expect(task.stopCode).toBe('TaskFailedToStart');
      expect(task.startedAt).toBeUndefined();
      expect(lookUp(task.stoppedReason ?? '')?.id).toBe(family);
    },
  );

  it('of memory is told by the container, with its exit code', () => {
    expect(firstStopped(brokenService('memory.exceeded')).containers).toMatchObject([
      { exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
    ]);
  });

  it.each(failureFamilies.filter((family) => failureOf(family).kind === 'container-not-started'))(
    '%s is told by the container alone, whose image is there',
    (family) => {
      const rehearsal = brokenService(family);
      const task = firstStopped(rehearsal);
      expect(task).toMatchObject({ stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start' });
      expect(rehearsal.events.filter((event) => event.includes('unable to place'))).toEqual([]);
      expect(task.startedAt).toBeUndefined();
      expect(task.pullStoppedAt).toBeDefined();
      expect(lookUp(task.containers?.[0]?.reason ?? '')?.id).toBe(family);
    },
  );

  it('of Spot and of the host has its own stop code', () => {
    expect(firstStopped(brokenService('spot.interrupted')).stopCode).toBe('SpotInterruption');
    expect(firstStopped(brokenService('host.terminated')).stopCode).toBe('TerminationNotice');
  });

  it.each(failureFamilies.filter((family) => failureOf(family).kind === 'not-placed'))(
    '%s is an event of the service, and there never is a task',
    (family) => {
      const rehearsal = brokenService(family);
      expect([...rehearsal.tasks('STOPPED'), ...rehearsal.tasks()]).toEqual([]);
      expect(rehearsal.events.map((event) => lookUp(event)?.id)).toContain(family);
    },
  );

  it('can be taken back, and the service comes up', () => {
    const rehearsal = brokenService('capacity.instances');
    rehearsal.behave(image, { failure: 'none' });
    rehearsal.pass(120);
    expect(rehearsal.service.runningCount).toBe(1);
  });

  it('keeps what else was said of the image for when it is taken back', () => {
    const { behaviours } = new Rehearsal();
    behaviours.set(image, { http: { status: 204 } });
    behaviours.set(image, { failure: 'health.load-balancer' });
    expect(behaviours.of(image).http.status).toBe(503);
    behaviours.set(image, { failure: 'none' });
    expect(behaviours.of(image)).toMatchObject({ http: { status: 204 }, health: 'healthy' });
  });

  it('takes back a reason with which tasks stop, too', () => {
    const { behaviours } = new Rehearsal();
    behaviours.set(image, { stoppedReason: 'CannotPullContainerError: manifest unknown', startDelay: 9 });
    behaviours.set(image, { failure: 'none' });
    expect(behaviours.of(image)).toMatchObject({ startDelay: 9 });
    expect(behaviours.of(image).stoppedReason).toBeUndefined();
  });

  it('is told to RunTask at once, where there is no place for the task', () => {
    const rehearsal = new Rehearsal();
    const taskDefinition = rehearsal.register(image);
    const run = () =>
      rehearsal.call(ecsOperations.RunTask, {
        cluster: 'demo',
        taskDefinition,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
      });
    rehearsal.behave(image, { failure: 'capacity.port-in-use' });
    expect(run()).toEqual({ tasks: [], failures: [{ reason: 'RESOURCE:PORTS' }] });
    rehearsal.behave(image, { failure: 'role.not-assumable' });
    expect(run).toThrow(/^ECS was unable to assume the role '.*' that was provided for this task/);
  });
});
