import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { newerPython, plainPython, playStory } from './boto3-program.ts';
import { describeUnlessMissing } from './require-programs.ts';
import { Witness } from './witness.ts';

// A client that this project did not write: what botocore cannot parse, or waits for in vain, is wrong.

interface Refused {
  readonly class: string;
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

interface Release {
  readonly deployments: readonly Readonly<Record<string, unknown>>[];
  readonly events: readonly string[];
}

const web1 = { status: 'PRIMARY', taskDefinition: 'web:1', rolloutState: 'COMPLETED' };
const pullError = 'CannotPullContainerError: pull image manifest has been retried 1 time(s)';

/** The same stories for every version of boto3, each with its own sandbox. */
function stories(name: string, python: string | undefined): { witness: Witness; play: Play } {
  let server: SandboxServer;
  const witness = new Witness(name, 'boto3.test.ts', () => server.sandbox);

  async function open(settings: { speed?: number; quotas?: 'aws' } = {}): Promise<Sandbox> {
    // Waiters of boto3 sleep in real seconds, here a quarter of one at a time, in which fifteen pass in the sandbox.
    const { speed = 60, quotas } = settings;
    const sandbox = new Sandbox({ startAt: Date.now(), quotas });
    sandbox.control.behave('registry.test/web:bad', { stoppedReason: pullError });
    sandbox.control.behave('registry.test/web:slow', { startDelay: 3_600_000 });
    server = await SandboxServer.start(sandbox, { port: 0, speed });
    return sandbox;
  }

  beforeEach(async () => {
    await open();
  });
  afterEach(() => server.stop());

  const play: Play = async <Told>(story: string, ...words: string[]) => {
    const { told, waited } = await playStory<Told>(python ?? 'python3', server.url, story, ...words);
    witness.waited('boto3', waited);
    return told;
  };

  witness.it(
    'releases, and reads tasks, targets, events and logs',
    async () => {
      const told = await play<Release & Record<string, unknown>>('release');
      expect(told).toMatchObject({
        started: [
          { status: 'PRIMARY', taskDefinition: 'web:2', rolloutState: 'IN_PROGRESS', runningCount: 0 },
          { status: 'ACTIVE', taskDefinition: 'web:1', rolloutState: 'COMPLETED', runningCount: 2 },
        ],
        deployments: [{ ...web1, taskDefinition: 'web:2', runningCount: 2 }],
        images: ['registry.test/web:2', 'registry.test/web:2'],
        digests: 1,
        health: ['healthy', 'healthy'],
        logged: ['app started (registry.test/web:2)'],
      });
      expect(told['targets']).toEqual(told['addresses']);
      expect(told.events[0]).toBe('(service web) has reached a steady state.');
    },
    120_000,
  );

  witness.it(
    'is told by its waiter that a service is stable which the circuit breaker took back: only the deployments tell',
    async () => {
      const told = await play<Release & { serves: string; during: unknown; stopped: unknown[] }>('rollback');
      // The waiter has ended well; what serves is not what was asked for.
      expect(told).toMatchObject({ asked: 'web:2', serves: 'web:1', deployments: [web1] });
      expect(told.during).toMatchObject([
        { status: 'PRIMARY', taskDefinition: 'web:2' },
        { status: 'ACTIVE' },
      ]);
      expect(told.events.join('\n')).toMatch(
        /rolling back to deployment ecs-svc\/\d+\.\n.*\(deployment ecs-svc\/\d+\) deployment failed: tasks failed to start\./,
      );
      expect(told.stopped).toContainEqual({ code: 'TaskFailedToStart', reason: pullError, exits: [null] });
    },
    120_000,
  );

  witness.it(
    'waits in vain for a deployment that failed and was not taken back',
    async () => {
      expect(await play('failed')).toMatchObject({
        waiter: { class: 'WaiterError', text: 'Waiter ServicesStable failed: Max attempts exceeded' },
        deployments: [
          { status: 'PRIMARY', taskDefinition: 'web:2', rolloutState: 'FAILED' },
          { ...web1, status: 'ACTIVE' },
        ],
      });
    },
    120_000,
  );

  witness.it(
    'reads code, text, status and request id of every kind of refusal',
    async () => {
      const refused = await play<Refused[]>('errors');
      expect(refused.map((one) => `${one.class} ${one.status}: ${one.message}`)).toEqual([
        'ClusterNotFoundException 400: Cluster not found.',
        'ServiceNotFoundException 400: Service not found.',
        'ServiceNotActiveException 400: Service was not ACTIVE.',
        'ClientException 400: TaskDefinition not found.',
        'ClientException 400: TaskDefinition is inactive',
        'ClusterContainsServicesException 400: The Cluster cannot be deleted while Services are active.',
        'ClientException 400: Unable to describe task definition.',
        'InvalidParameterException 400: Tasks cannot be empty.',
        'InvalidParameterException 400: The referenced task was not found.',
        'ClientException 400: Container list cannot be empty.',
        'TargetGroupNotFoundException 400: One or more target groups not found',
        'LoadBalancerNotFoundException 400: One or more load balancers not found',
        expect.stringMatching(
          /^ResourceInUseException 400: The target group 'arn:.*' is currently in use by a listener or a rule$/,
        ),
        "RepositoryNotFoundException 400: The repository with name 'nope' does not exist in the registry with id '123456789012'",
        "ImageNotFoundException 400: The image with imageId {imageDigest:'null', imageTag:'9'} does not exist within the repository with name 'web' in the registry with id '123456789012'",
        "RepositoryAlreadyExistsException 400: The repository with name 'web' already exists in the registry with id '123456789012'",
        "ImageTagAlreadyExistsException 400: The image tag '1' already exists in the 'web' repository and cannot be overwritten because the repository is immutable.",
        "RepositoryNotEmptyException 400: The repository with name 'web' in registry with id '123456789012' cannot be deleted because it still contains images",
        "LifecyclePolicyNotFoundException 400: Lifecycle policy does not exist for the repository with name 'web' in the registry with id '123456789012'",
        'ClientError 400: The ecsdeploy sandbox does not support ecr DescribeImageScanFindings. docs/sandbox.md lists what it supports.',
        'ResourceNotFoundException 400: The specified log group does not exist.',
        'ResourceNotFoundException 400: The specified log stream does not exist.',
        'ResourceAlreadyExistsException 400: The specified log group already exists',
        'ResourceNotFound 404: Unknown alarm',
      ]);
      expect(refused.map((one) => one.code)).toEqual(
        // Elastic Load Balancing leaves the suffix out on the wire; boto3's class has it, and none for what no model has.
        refused.map((one) =>
          /^(TargetGroup|LoadBalancer|ResourceInUse)/.test(one.class)
            ? one.class.replace(/Exception$/, '')
            : one.class.replace(/^ClientError$/, 'UnknownOperationException'),
        ),
      );
      for (const one of refused) expect(one).toMatchObject({ id: 36, attempts: 1 });
    },
    60_000,
  );

  witness.it('catches each error by the class that its model has for it', async () => {
    expect(await play('modelled')).toEqual([
      'ClusterNotFoundException',
      'ServiceNotFoundException',
      'ClientException',
      'TargetGroupNotFoundException',
      'RepositoryNotFoundException',
      'ResourceNotFoundException',
      'ResourceNotFound',
    ]);
  });

  witness.it(
    'walks through lists page by page, and gets each item once',
    async () => {
      const walks = await play<{ paginator: string; sizes: number[]; distinct: number }[]>('paginators');
      const sevens = { sizes: [3, 3, 1], distinct: 7 };
      const eights = { sizes: [3, 3, 2], distinct: 8 };
      expect(walks).toEqual([
        { paginator: 'list_clusters', ...sevens },
        { paginator: 'list_task_definition_families', ...eights },
        { paginator: 'list_task_definitions', ...sevens },
        { paginator: 'list_services', ...sevens },
        { paginator: 'list_tasks', ...sevens },
        { paginator: 'describe_target_groups', ...sevens },
        { paginator: 'describe_load_balancers', ...sevens },
        { paginator: 'describe_repositories', ...sevens },
        { paginator: 'list_images', ...sevens },
        { paginator: 'describe_images', ...sevens },
        { paginator: 'describe_log_groups', ...eights },
        { paginator: 'describe_log_streams', ...sevens },
        { paginator: 'filter_log_events', ...sevens },
        { paginator: 'describe_alarms', ...sevens },
      ]);
    },
    120_000,
  );

  for (const mode of ['legacy', 'standard']) {
    witness.it(
      `gets over the quotas of AWS by its own retries (${mode})`,
      async () => {
        await server.stop();
        const sandbox = await open({ speed: 4, quotas: 'aws' });
        const told = await play<{ fine: number[]; refused: string[]; retries: number }>(
          'throttled',
          mode,
          '8',
        );
        // What was throttled had no effect: no revision is missing, and none was registered twice.
        expect(told.fine).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
        expect(told.refused).toEqual([]);
        expect(told.retries).toBe(sandbox.control.status().quotas.throttled);
        expect(told.retries).toBeGreaterThan(0);
      },
      60_000,
    );
  }

  witness.it('is throttled in the words of AWS where it does not retry', async () => {
    await server.stop();
    await open({ speed: 0.01, quotas: 'aws' });
    const told = await play<{ fine: number[] }>('throttled', 'standard', '1');
    expect(told).toMatchObject({
      refused: ['ThrottlingException'],
      text: 'An error occurred (ThrottlingException) when calling the RegisterTaskDefinition operation (reached max retries: 0): Rate exceeded',
    });
    expect(told.fine).toHaveLength(20);
  });

  witness.it('asks again when a reply is lost and when the server fails', async () => {
    server.sandbox.control.fault({ operation: 'DescribeClusters', loseReply: true, count: 1 });
    server.sandbox.control.fault({ operation: 'DescribeClusters', error: 'ServerException', count: 1 });
    expect(await play('patience')).toBe(2);
  });

  witness.it(
    'runs and stops tasks, deletes a service, and its waiters tell what cannot come any more',
    async () => {
      const failed = 'failed: Waiter encountered a terminal failure state: For expression';
      expect(await play('tasks')).toEqual({
        failures: ['MISSING'],
        tags: Array(2).fill([{ key: 'why', value: 'test' }]),
        tasks: [
          ['RUNNING', null, null, 'boto3'],
          ['STOPPED', 'UserInitiated', 'enough', 'boto3'],
        ],
        waited: `Waiter TasksRunning ${failed} "tasks[].lastStatus" we matched expected path: "STOPPED" at least once`,
        // It drains for a few seconds of sandbox time.
        draining: expect.stringMatching(
          new RegExp(
            `^Waiter ServicesStable ${failed} "services\\[\\].status" we matched expected path: "(DRAINING|INACTIVE)"`,
          ),
        ),
        missing: `Waiter ServicesStable ${failed} "failures[].reason" we matched expected path: "MISSING" at least once`,
      });
    },
    120_000,
  );

  witness.it('sets clusters up, and follows definitions and tags to their end', async () => {
    expect(await play('housekeeping')).toEqual({
      failures: ['MISSING'],
      settings: [{ name: 'containerInsights', value: 'enabled' }],
      providers: ['FARGATE', 'FARGATE_SPOT'],
      tags: [[{ key: 'commit', value: 'abc' }], [{ key: 'c', value: 'd' }]],
      statuses: ['ACTIVE', 'INACTIVE', 'INACTIVE'],
      compatible: expect.arrayContaining(['EC2', 'FARGATE']),
      listed: ['web:2'],
    });
  });

  witness.it('shifts weights, orders rules, and registers targets of a load balancer', async () => {
    expect(await play('balancers')).toMatchObject({
      weights: [90, 10],
      rules: [
        ['10', ['/b/*']],
        ['20', ['/a/*']],
        ['default', []],
      ],
      taken: { class: 'PriorityInUseException', message: 'The specified priority is in use.' },
      registered: [expect.stringMatching(/^(initial|unhealthy)$/)],
      path: '/health',
      delay: ['0'],
      idle: ['30'],
      tags: [{ Key: 'team', Value: 'shop' }],
      listeners: [80],
      left: 2,
    });
  });

  witness.it('puts, reads and deletes images, and gets a login', async () => {
    expect(await play('repositories')).toEqual({
      uri: `127.0.0.1:${server.port}/shop/web`,
      digest: true,
      got: [true],
      failures: ['ImageNotFound'],
      mutability: ['MUTABLE', 'IMMUTABLE'],
      scans: true,
      policy: true,
      images: [['latest'], ['v1']],
      pushed: true,
      login: ['AWS', true, server.url],
      lasts: 12,
      deleted: ['v1'],
      unavailable: ['UNAVAILABLE'],
      tags: [{ Key: 'cost', Value: '1' }],
    });
  });

  witness.it('writes logs, filters them, and reads them to their end', async () => {
    expect(await play('journal')).toEqual({
      found: ['ERROR 1', 'ERROR 3', 'ERROR 5'],
      pages: [['fine 0', 'ERROR 1', 'fine 2', 'ERROR 3'], ['fine 4', 'ERROR 5'], []],
      ends: true,
      streams: ['a'],
      groups: [],
      account: '123456789012',
    });
  });

  witness.it('makes an alarm, sets its state, and reads it back', async () => {
    expect(await play('alarms')).toEqual({
      new: ['INSUFFICIENT_DATA'],
      in_alarm: {
        AlarmName: 'errors',
        StateValue: 'ALARM',
        StateReason: 'for a test',
        Threshold: 1.5,
        Period: 60,
        DatapointsToAlarm: 1,
      },
      dimensions: [{ Name: 'Service', Value: 'web' }],
      dated: true,
      left: 0,
    });
  });

  witness.it('puts data of metrics, and computes with them', async () => {
    const path = 'MetricData.member.1';
    const refusal = (code: string, message: unknown) =>
      expect.objectContaining({ code, message, status: 400 });
    expect(await play('metrics')).toEqual({
      results: [
        ['requests', 'requests', Array(10).fill(20), 'Complete'],
        ['p99', 'latency', [0.9], 'Complete'],
        ['rate', 'in percent', [5, 0, 0, 25, 0, 0, 0, 0, 0, 0], 'Complete'],
      ],
      begins: true,
      pages: [[4], [4], [2]],
      statistics: [
        [4, 2.5, 'Seconds'],
        [100, 0.124, 'Seconds'],
      ],
      listed: [['latency', [{ Name: 'Service', Value: 'web' }]]],
      refused: [
        refusal('InvalidParameterValue', 'The value AWS/ECS for parameter Namespace is invalid.'),
        refusal(
          'InvalidParameterCombination',
          `The parameters ${path}.Value and ${path}.StatisticValues are mutually exclusive and you have specified both.`,
        ),
        refusal(
          'MissingParameter',
          `At least one of the parameters ${path}.Value, ${path}.Values or ${path}.StatisticValues must be specified.`,
        ),
        refusal('ValidationError', expect.stringMatching(/^Error in expression 'e' \(RATE\(requests\)\): /)),
      ],
    });
  });

  witness.it(
    'releases through CodeDeploy: a canary, one that waits for somebody, and one that is stopped',
    async () => {
      expect(await play('codedeploy_releases')).toEqual({
        config: {
          type: 'TimeBasedCanary',
          timeBasedCanary: { canaryPercentage: 10, canaryInterval: 5 },
        },
        canary: [
          ['Blue', 'PRIMARY', 90],
          ['Green', 'ACTIVE', 10],
        ],
        events: [
          ...['BeforeInstall', 'Install', 'AfterInstall', 'AllowTestTraffic', 'AfterAllowTestTraffic'],
          ...['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic'],
        ],
        ends: Array(8).fill('Succeeded'),
        released: ['web:2'],
        busy: expect.objectContaining({ class: 'DeploymentLimitExceededException', status: 400 }),
        stop: expect.stringMatching(/^(Pending|Succeeded)$/),
        waited: {
          class: 'WaiterError',
          text: 'Waiter DeploymentSuccessful failed: Waiter encountered a terminal failure state: For expression "deploymentInfo.status" we matched expected path: "Stopped"',
        },
        stopped: ['Stopped', 'MANUAL_STOP'],
        back: ['codeDeployRollback', 'Succeeded'],
        succeeded: true,
        many: ['Succeeded', 'Stopped'],
        dated: true,
        serves: ['web:3'],
        last: true,
      });
    },
    120_000,
  );

  witness.it(
    'lists, reads, tags and deletes what CodeDeploy has',
    async () => {
      expect(await play('codedeploy_housekeeping')).toEqual({
        applications: ['shop'],
        described: ['ECS'],
        groups: ['web'],
        batch: ['web'],
        configs: expect.arrayContaining(['CodeDeployDefault.ECSAllAtOnce', 'tenth-for-five-minutes']),
        tags: [{ Key: 'team', Value: 'shop' }],
        targets: [['demo:web'], ['ECSTarget']],
        hook: 'InvalidLifecycleEventHookExecutionIdException',
        left: [],
      });
    },
    60_000,
  );

  witness.it(
    'puts, reads and deletes parameters, and reads their errors',
    async () => {
      expect(await play('parameters')).toMatchObject({
        version: 2,
        hidden: 'AQICAH',
        shown: 'new',
        first: 'value of /shop/url',
        asked: [['value of /shop/key'], ['/shop/gone']],
        pages: [['/shop/deep/flag', '/shop/key'], ['/shop/url']],
        by_path: ['/shop/deep/flag', '/shop/key', '/shop/url'],
        twice: { class: 'ParameterAlreadyExists', status: 400 },
        deleted: ['/shop/key'],
        gone: { class: 'ParameterNotFound', code: 'ParameterNotFound', status: 400 },
      });
    },
    60_000,
  );

  witness.it(
    'makes, reads, deletes and restores secrets, and reads their errors',
    async () => {
      const exists = 'The operation failed because the secret shop/db already exists.';
      const marked = "You can't perform this operation on the secret because it was marked for deletion.";
      const gone = "Secrets Manager can't find the specified secret.";
      expect(await play('secrets')).toMatchObject({
        by_name: 'new',
        without_end: 'new',
        before: '{"password": "hunter2"}',
        bytes: [0, 255],
        stages: [['AWSCURRENT'], ['AWSPREVIOUS']],
        listed: [['shop/key'], ['shop/db']],
        twice: { class: 'ResourceExistsException', message: exists },
        gone: { class: 'ResourceNotFoundException', message: gone },
        marked: { class: 'InvalidRequestException', message: marked },
        dated: true,
        restored: 'new',
      });
    },
    60_000,
  );

  witness.it(
    'makes, reads and deletes roles and their policies, asks the policy simulator, and reads their errors',
    async () => {
      expect(await play('roles')).toMatchObject({
        arn: 'arn:aws:iam::123456789012:role/execution',
        trusts: true,
        inline: true,
        attached: ['arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'],
        names: ['parameters'],
        roles: ['execution'],
        judged: ['allowed', 'allowed', 'implicitDeny'],
        kept: { class: 'DeleteConflictException', code: 'DeleteConflict', status: 409 },
        malformed: { code: 'MalformedPolicyDocument', status: 400 },
        gone: {
          class: 'NoSuchEntityException',
          code: 'NoSuchEntity',
          message: 'The role with name execution cannot be found.',
          status: 404,
        },
      });
    },
    60_000,
  );

  return { witness, play };
}

type Play = <Told>(story: string, ...words: string[]) => Promise<Told>;

describeUnlessMissing(plainPython === undefined ? ['python3 with boto3'] : [], 'boto3', () => {
  stories('boto3', plainPython);
});

// No package of Debian 12 has one, so a machine need not.
(newerPython === undefined ? describe.skip : describe)('a newer boto3', () => {
  const { witness, play } = stories('newer-boto3', newerPython);

  witness.it(
    'stops a service deployment, sees an alarm take one back, and reads revisions',
    async () => {
      expect(await play('deployments')).toMatchObject({
        good: 'SUCCESSFUL',
        revision: ['web:2', 'registry.test/web:2'],
        stopped: true,
        taken_back: ['ROLLBACK_SUCCESSFUL', 'Service deployment rolled back due to a user request.'],
        again: { class: 'ConflictException', status: 400 },
        alarmed: ['TRIGGERED', ['errors']],
        listed: [1, true],
        serves: 'web:2',
        removed: ['DELETE_IN_PROGRESS'],
      });
    },
    120_000,
  );
});
