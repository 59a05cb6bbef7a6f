import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catalogue, lookUp } from '../../../src/diagnosis/catalogue.ts';
import { diagnose } from '../../../src/diagnosis/diagnose.ts';
import type { Evidence } from '../../../src/diagnosis/evidence.ts';
import { startFailureOf } from '../../../src/diagnosis/start-failure.ts';
import type { StoppedTask } from '../../../src/model/deployment.ts';

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

function stopped(overrides: Partial<StoppedTask> = {}): StoppedTask {
  return {
    taskArn: 'arn:aws:ecs:us-east-1:123456789012:task/prod/0123456789abcdef0123456789abcdef',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    containers: [{ name: 'app', exitCode: 1 }],
    ...overrides,
  };
}

describe('the catalogue', () => {
  it.each([
    [
      'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref r/web:9: r/web:9: not found',
      'image.not-found',
    ],
    [
      "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'linux/amd64'",
      'image.wrong-platform',
    ],
    [
      'CannotPullContainerError: ref pull has been retried 1 time(s): failed to unpack image on snapshotter overlayfs: failed to get stream processor for application/vnd.in-toto+json: no processor for media-type: unknown',
      'image.attestation',
    ],
    [
      'The task can’t pull the image. Check that the role has the permissions to pull images from the registry. denied: User: arn:aws:iam::123456789012:role/x is not authorized to perform: ecr:BatchGetImage on resource: arn',
      'image.pull-denied',
    ],
    [
      'CannotPullContainerError: failed to do request: Head "https://registry.example/v2/": dial tcp 10.0.0.1:443: i/o timeout',
      'image.no-network',
    ],
    ['CannotPullContainerError: API error (404): repository web not found', 'image.not-found'],
    ['CannotPullContainerError: toomanyrequests: You have reached your pull rate limit', 'image.pull-rate'],
    [
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 5 time(s): RequestCanceled: request context canceled caused by: context deadline exceeded',
      'secret.no-network',
    ],
    [
      "ResourceInitializationError: unable to retrieve secret from asm: service call has been retried 1 time(s): invalid character 'p' looking for beginning of value",
      'secret.not-json',
    ],
    [
      "The task can't retrieve the secret with ARN 'arn:aws:secretsmanager:x' from AWS Secrets Manager. Check that the secret ARN is correct.",
      'secret.missing',
    ],
    [
      'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition.',
      'logs.group-missing',
    ],
    [
      'CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
      'logs.group-missing',
    ],
    [
      "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/t' that was provided for this task.",
      'role.not-assumable',
    ],
    [
      'CannotStartContainerError: Error response from daemon: OCI runtime create failed: exec: "serve": executable file not found in $PATH: unknown',
      'command.not-found',
    ],
    ['OutOfMemoryError: Container killed due to memory usage', 'memory.exceeded'],
    [
      'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:x)',
      'health.load-balancer',
    ],
    ['Task failed container health checks', 'health.container'],
    ['Your Spot Task was interrupted.', 'spot.interrupted'],
    [
      '(service web) was unable to place a task because no container instance met all of its requirements.',
      'capacity.instances',
    ],
    [
      "(service web) was unable to place a task. Reason: You've reached the limit on the number of vCPUs you can run concurrently.",
      'capacity.quota',
    ],
    [
      '(service web) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.',
      'deployment.deadlock',
    ],
  ])('knows %s', (message, id) => {
    expect(lookUp(message)?.id).toBe(id);
  });

  it('gives every family a cause and an advice of one sentence', () => {
    for (const { cause, advice } of catalogue) {
      expect(cause).not.toMatch(/\.$/);
      expect(advice).toMatch(/\.$/);
    }
    expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
  });

  it('takes the normal texts of a rolling deployment for nothing', () => {
    for (const text of [
      '(service web) has reached a steady state.',
      '(service web) has started 2 tasks: (task abc) (task def).',
      '(service web) registered 1 targets in (target-group arn:x)',
      '(service web) (deployment ecs-svc/1) deployment completed.',
    ]) {
      expect(lookUp(text)).toBeUndefined();
    }
  });
});

describe('startFailureOf', () => {
  it('takes scale-in, a person and Spot for no failure of the revision', () => {
    expect(startFailureOf(stopped({ stopCode: 'UserInitiated', stoppedReason: 'by hand' }))).toBeUndefined();
    expect(startFailureOf(stopped({ stopCode: 'SpotInterruption' }))).toBeUndefined();
    expect(
      startFailureOf(
        stopped({
          stopCode: 'ServiceSchedulerInitiated',
          stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)',
        }),
      ),
    ).toBeUndefined();
  });

  it('finds two tasks with other ids to have failed alike', () => {
    const one = startFailureOf(stopped({ stoppedReason: 'Odd failure of task 0123456789abcdef' }));
    const two = startFailureOf(stopped({ stoppedReason: 'Odd failure of task fedcba9876543210' }));

    expect(one?.key).toBe(two?.key);
  });

  it.each([
    [
      'a secret that was throttled',
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: operation error Secrets Manager: GetSecretValue, exceeded maximum number of attempts, 3, api error ThrottlingException: Rate exceeded',
      'secret.throttled',
    ],
    [
      'a log stream that was throttled',
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ThrottlingException: Rate exceeded',
      'logs.throttled',
    ],
    [
      'a registry in trouble',
      'ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve ecr registry auth: operation error ECR: GetAuthorizationToken, https response error StatusCode: 500',
      'secret.throttled',
    ],
    [
      'attempts that ended for a reason that is not told',
      'ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: exceeded maximum number of attempts, 3',
      'secret.unavailable',
    ],
    [
      'a log driver that does not start, of which only this is known',
      'ResourceInitializationError: failed to validate logger args: : signal: killed',
      'logs.driver-failed',
    ],
  ])('gives no release up for %s', (_, stoppedReason, id) => {
    expect(
      startFailureOf(stopped({ stopCode: 'TaskFailedToStart', stoppedReason, containers: [] })),
    ).toMatchObject({
      key: id,
      canHeal: true,
    });
  });

  it('knows that a missing command cannot heal', () => {
    expect(startFailureOf(stopped({ containers: [{ name: 'app', exitCode: 127 }] }))?.canHeal).toBe(false);
    expect(startFailureOf(stopped())?.canHeal).toBe(true);
  });
});

describe('diagnose', () => {
  it('says each cause once, with its count and an example', () => {
    const stoppedTasks = [
      stopped(),
      stopped(),
      stopped({
        containers: [
          { name: 'app', exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
        ],
      }),
    ];

    const { findings } = diagnose({ ...none, stoppedTasks });

    expect(findings).toMatchObject([
      { id: 'exit.1', count: 2, container: 'app', example: '0123456789abcdef0123456789abcdef' },
      { id: 'memory.exceeded', count: 1, exitCode: 137 },
    ]);
  });

  it('takes no error of a start that an event tells for a want of room', () => {
    const reason = 'CannotPullContainerError: head https://registry.example/x: odd';
    const events = [
      { id: 'e', at: 1, message: `(service web) was unable to place a task. Reason: ${reason}.` },
    ];
    const task = stopped({ stopCode: 'TaskFailedToStart', stoppedReason: reason, containers: [] });

    const { findings } = diagnose({ ...none, stoppedTasks: [task], events });

    expect(findings.map(({ id }) => id)).toEqual(['image.pull-failed']);
  });

  it("adds the load balancer's code to what the task says", () => {
    const events = [
      {
        id: 'e',
        at: 1,
        message:
          '(service web) (task abc) (port 8080) is unhealthy in (target-group arn:x) due to (reason Health checks failed with these codes: [503]).',
      },
    ];
    const task = stopped({
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: 'Task failed ELB health checks in (target-group arn:x)',
      containers: [{ name: 'app' }],
    });

    const { findings } = diagnose({ ...none, stoppedTasks: [task], events });

    expect(findings).toHaveLength(1);
    expect(findings[0]?.cause).toContain('[503]');
  });

  it("falls back on the deployment's own status only when nothing else speaks", () => {
    const statusReason = 'Service deployment rolled back because the circuit breaker threshold was exceeded.';

    expect(diagnose({ ...none, statusReason }).findings).toMatchObject([{ id: 'deployment.status' }]);
    expect(diagnose({ ...none, statusReason, stoppedTasks: [stopped()] }).findings).toMatchObject([
      { id: 'exit.1' },
    ]);
  });

  it('is never at a loss, and never a dump', () => {
    const tasks = fc.array(
      fc.record({
        taskArn: fc.string(),
        stopCode: fc.option(fc.string(), { nil: undefined }),
        stoppedReason: fc.option(fc.string(), { nil: undefined }),
        containers: fc.array(
          fc.record({
            name: fc.string(),
            exitCode: fc.option(fc.integer(), { nil: undefined }),
            reason: fc.option(fc.string(), { nil: undefined }),
          }),
        ),
      }),
    );
    fc.assert(
      fc.property(tasks, (stoppedTasks) => {
        expect(diagnose({ ...none, stoppedTasks }).findings.length).toBeLessThanOrEqual(5);
      }),
    );
  });
});

describe('tasks that AWS took away', () => {
  const taken = stopped({
    stopCode: 'SpotInterruption',
    stoppedReason: 'Your Spot Task was interrupted.',
    containers: [{ name: 'app', exitCode: 137 }],
  });
  const idsOf = (evidence: Partial<Evidence>) =>
    diagnose({ ...none, ...evidence }).findings.map(({ id, count }) => [id, count]);

  it('are the cause where nothing else is, and several went', () => {
    expect(idsOf({ stoppedTasks: [taken, taken, taken] })).toEqual([['spot.interrupted', 3]]);
  });

  it('are chance where one went, or where the service has got over it', () => {
    expect(idsOf({ stoppedTasks: [taken] })).toEqual([]);
    const standing = { running: 2, pending: 0, desired: 2 };
    expect(idsOf({ stoppedTasks: [taken, taken], standing })).toEqual([]);
  });

  it('are no cause beside one', () => {
    expect(idsOf({ stoppedTasks: [taken, taken, stopped()] })).toEqual([['exit.1', 1]]);
  });
});
