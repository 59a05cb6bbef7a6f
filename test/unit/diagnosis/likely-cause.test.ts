import { describe, expect, it } from '@jest/globals';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import type { Evidence } from '../../../src/diagnosis/evidence.ts';
import { failedHooks } from '../../../src/diagnosis/failed-hooks.ts';
import type { StoppedTask } from '../../../src/model/deployment.ts';
import type { Difference } from '../../../src/model/release-plan.ts';

const none: Evidence = {
  service: { cluster: 'prod', service: 'web' },
  stoppedTasks: [],
  events: [],
  targetGroups: [],
  alarms: [],
  hooks: [],
  gates: [],
  missing: [],
};
const breakerTripped = 'Service deployment rolled back because the circuit breaker threshold was exceeded.';
const groupArn = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef';

function crashed(exitCode = 1, reason?: string): StoppedTask {
  return {
    taskArn: 'arn:aws:ecs:us-east-1:123456789012:task/prod/0123456789abcdef0123456789abcdef',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    containers: [{ name: 'app', exitCode, reason }],
  };
}

function unhealthy(description: string): Evidence['targetGroups'] {
  return [
    {
      arn: groupArn,
      targets: [{ id: '10.0.0.1', state: 'unhealthy', reason: 'Target.ResponseCodeMismatch', description }],
    },
  ];
}

const newImage: Difference = {
  path: 'containerDefinitions[app].image',
  kind: 'changed',
  before: 'web:1',
  after: 'web:2',
  masked: false,
};
const withoutMode: Difference = {
  path: 'containerDefinitions[app].environment[MODE].value',
  kind: 'removed',
  masked: true,
};
const since = (...differences: Difference[]): Pick<Evidence, 'changes'> => ({
  changes: { since: 'web:1', differences },
});

describe('the likely cause', () => {
  it('is nothing where nothing was found', () => {
    expect(diagnose(none)).toMatchObject({ likely: undefined, findings: [] });
  });

  it('is what a container says, before what its task, an event or the deployment say', () => {
    const { likely } = diagnose({
      ...none,
      stoppedTasks: [crashed(137, 'OutOfMemoryError: Container killed due to memory usage')],
      events: [
        { id: 'e', at: 1, message: '(service web) is unable to consistently start tasks successfully.' },
      ],
      statusReason: breakerTripped,
    });

    expect(likely?.cause).toMatch(/memory/);
    expect(likely?.confidence).toBe('high');
  });

  it.each([
    'Essential container in task exited',
    breakerTripped,
    'ECS deployment circuit breaker: tasks failed to start.',
  ])('is never the symptom "%s" where anything better is known', (statusReason) => {
    const { likely } = diagnose({ ...none, statusReason, targetGroups: unhealthy('Request timed out') });

    expect(likely?.cause).toContain('Request timed out');
  });

  it('is the symptom where nothing better is known, and that is not sure', () => {
    expect(diagnose({ ...none, statusReason: breakerTripped }).likely).toMatchObject({
      cause: breakerTripped,
      confidence: 'low',
    });
  });

  it('is no surer than the words that it was read from', () => {
    const guessed = diagnose({
      ...none,
      stoppedTasks: [crashed(1, 'CannotPullContainerError: something nobody has seen')],
    });
    const unsure = diagnose({
      ...none,
      stoppedTasks: [crashed(1, 'CannotStartContainerError: failed to get container status')],
    });

    expect(guessed.likely?.confidence).toBe('low');
    expect(unsure.likely?.confidence).toBe('medium');
  });

  it('is what the container says where its task only failed to start', () => {
    const reason = 'CannotStartContainerError: exec: "serve": executable file not found in $PATH: unknown';
    const { findings } = diagnose({
      ...none,
      stoppedTasks: [
        { ...crashed(1, reason), stopCode: 'TaskFailedToStart', stoppedReason: 'Task failed to start' },
      ],
    });

    expect(findings).toMatchObject([{ id: 'command.not-found' }]);
  });

  it('is the alarm that AWS names, also beside one task that crashed', () => {
    const { likely, findings } = diagnose({
      ...none,
      stoppedTasks: [crashed()],
      alarms: [{ name: 'web-5xx', reason: 'Threshold Crossed' }],
      statusReason: 'Service deployment rolled back because of deployment alarm(s) web-5xx.',
    });

    expect(likely?.cause).toBe('The alarm web-5xx fired');
    expect(findings.map(({ id }) => id)).toEqual(['alarm.fired', 'exit.1']);
  });

  it('blames the new image for a crash', () => {
    const { likely } = diagnose({ ...none, stoppedTasks: [crashed(3)], ...since(newImage) });

    expect(likely?.cause).toBe(
      'The new image web:2 does not keep running: The container app exited with code 3',
    );
    expect(likely?.suspects).toEqual([newImage]);
  });

  it('mentions a removed variable before the new image, and never its value', () => {
    const { likely } = diagnose({ ...none, stoppedTasks: [crashed()], ...since(newImage, withoutMode) });

    expect(likely?.cause).toBe(
      'The container app exited with code 1, and the environment variable MODE was removed',
    );
    expect(likely?.suspects).toEqual([withoutMode, newImage]);
  });

  it('mentions a changed port where the health check gets no answer', () => {
    const port: Difference = {
      path: 'containerDefinitions[app].portMappings[0].containerPort',
      kind: 'changed',
      before: 80,
      after: 8080,
      masked: false,
    };

    const { likely } = diagnose({
      ...none,
      targetGroups: unhealthy('Request timed out'),
      ...since(newImage, port),
    });

    expect(likely?.cause).toMatch(/Request timed out, and .*containerPort was changed from 80 to 8080$/);
    expect(likely?.next).toBe(`aws elbv2 describe-target-groups --target-group-arns ${groupArn}`);
  });

  it('does not blame another container of the task', () => {
    const other: Difference = { ...newImage, path: 'containerDefinitions[sidecar].image' };

    expect(diagnose({ ...none, stoppedTasks: [crashed()], ...since(other) }).likely?.suspects).toEqual([]);
  });

  it('leads to a check of the revision that failed, and not of the one that serves', () => {
    const reason = 'ResourceInitializationError: failed to validate logger args: : signal: killed';

    expect(diagnose({ ...none, stoppedTasks: [crashed(1, reason)], revision: 'web:7' }).likely?.next).toBe(
      'ecsdeploy verify --cluster prod --service web --task-definition web:7',
    );
  });

  it.each([
    ['of the container that failed', 'us-east-1', ''],
    ['in another region', 'eu-central-1', ' --region eu-central-1'],
  ])('leads to the log %s', (_, logRegion, option) => {
    const definition = {
      family: 'web',
      containerDefinitions: [
        {
          name: 'app',
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': '/web',
              'awslogs-stream-prefix': 'web',
              'awslogs-region': logRegion,
            },
          },
        },
      ],
    };

    expect(diagnose({ ...none, stoppedTasks: [crashed()], definition }).likely?.next).toBe(
      `aws logs tail /web --since 3h --log-stream-names web/app/0123456789abcdef0123456789abcdef${option}`,
    );
  });
});

describe('the evidence', () => {
  it('says the same end once, whatever ids it holds, and leaves out what only made room', () => {
    const scaledIn: StoppedTask = {
      ...crashed(0),
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)',
    };
    const lost = (id: string) => ({
      ...crashed(1, `cannot mount volume ${id}`),
      taskArn: `arn:aws:ecs:x:1:task/prod/${id}`,
    });

    const { evidence } = diagnose({
      ...none,
      stoppedTasks: [lost('0123456789abcdef'), scaledIn, lost('fedcba9876543210'), crashed(2)],
    });

    expect(evidence.stoppedTasks.map(({ count }) => count)).toEqual([2, 1]);
    expect(evidence.stoppedTasks[0]?.example).toBe('0123456789abcdef');
  });

  it('keeps only events that tell something, the newest first, each once', () => {
    const failed = '(service web) (deployment ecs-svc/1) deployment failed: tasks failed to start.';
    const event = (at: number, message: string) => ({ id: `${at}`, at, message });

    const { evidence } = diagnose({
      ...none,
      events: [
        event(1, '(service web) has reached a steady state.'),
        event(2, '(service web) was unable to place a task. Reason: no room.'),
        event(3, '(service web) was unable to place a task. Reason: no room.'),
        event(4, failed),
        event(5, '(service web) registered 1 targets in (target-group arn:x)'),
      ],
    });

    expect(evidence.events.map(({ at, count }) => [at, count])).toEqual([
      [4, 1],
      [3, 2],
    ]);
  });
});

describe('failedHooks', () => {
  it("finds the function and the stage in AWS's reason", () => {
    const arn = 'arn:aws:lambda:us-east-1:123456789012:function:check-it';
    const reason = `Service deployment rolled back because POST_SCALE_UP lifecycle hook(s) failed. Lifecycle hook target ${arn} returned FAILED status.`;

    expect(failedHooks([], reason)).toEqual([
      { stage: 'POST_SCALE_UP', functionArn: arn, logGroup: '/aws/lambda/check-it', message: reason },
    ]);
    expect(failedHooks([], 'Service deployment rolled back due to a user request')).toEqual([]);
  });
});
