import { afterEach, beforeEach, expect } from '@jest/globals';
import { seedDemo } from '../../src/sandbox/demo.ts';
import { ecsOperations } from '../../src/sandbox/ecs/operations/index.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { awsCli, plainAws } from './aws-cli.ts';
import { describeWithPrograms } from './require-programs.ts';
import { Witness } from './witness.ts';

// A client that this project did not write, older than much of the API: what it cannot parse, or waits for in vain, is wrong.
describeWithPrograms([plainAws], 'the aws CLI and ECS', () => {
  let server: SandboxServer;
  const witness = new Witness('ecs-cli', 'ecs-cli.test.ts', () => server.sandbox);

  beforeEach(async () => {
    // Waiters sleep for 15 real seconds: fast enough that each finds the end at its first or second look.
    server = await SandboxServer.start(new Sandbox({ startAt: Date.now() }), { port: 0, speed: 60 });
  });
  afterEach(() => server.stop());

  async function aws(...words: string[]): Promise<unknown> {
    const { code, output, stderr } = await awsCli(plainAws, server.url, ...words);
    if (code !== 0) throw new Error(`aws ${words.join(' ')}: exit ${code}: ${stderr}`);
    return output;
  }

  const query = (expression: string, ...words: string[]): Promise<unknown> =>
    aws(...words, '--query', expression);

  const arn = async (expression: string, ...words: string[]): Promise<string> =>
    String(await query(expression, ...words));

  /** How `aws ecs wait` and its kin end: nothing is said where all is well. */
  async function wait(service: string, ...words: string[]): Promise<string> {
    const { code, stderr } = await awsCli(plainAws, server.url, service, 'wait', ...words);
    return `${code} ${stderr}`.trim();
  }

  const servicesStable = (...services: string[]): Promise<string> =>
    wait('ecs', 'services-stable', '--cluster', 'demo', '--services', ...services);

  async function register(image: string): Promise<void> {
    await aws(
      ...['ecs', 'register-task-definition', '--family', 'web', '--network-mode', 'awsvpc'],
      ...['--requires-compatibilities', 'FARGATE', '--cpu', '256', '--memory', '512'],
      '--container-definitions',
      JSON.stringify([{ name: 'web', image, portMappings: [{ containerPort: 8080 }] }]),
    );
  }

  async function createLoadBalancer(): Promise<string> {
    const loadBalancer = await arn(
      'LoadBalancers[0].LoadBalancerArn',
      ...['elbv2', 'create-load-balancer', '--name', 'web', '--subnets', 'subnet-1', 'subnet-2'],
    );
    const group = await arn(
      'TargetGroups[0].TargetGroupArn',
      ...['elbv2', 'create-target-group', '--name', 'web', '--protocol', 'HTTP', '--port', '8080'],
      ...['--vpc-id', 'vpc-1', '--target-type', 'ip', '--health-check-interval-seconds', '10'],
    );
    await aws(
      ...['elbv2', 'create-listener', '--load-balancer-arn', loadBalancer, '--protocol', 'HTTP'],
      ...['--port', '80', '--default-actions', `Type=forward,TargetGroupArn=${group}`],
    );
    return group;
  }

  async function createService(): Promise<string> {
    const group = await createLoadBalancer();
    await aws('ecs', 'create-cluster', '--cluster-name', 'demo');
    await register('registry.test/web:1');
    await aws(
      ...['ecs', 'create-service', '--cluster', 'demo', '--service-name', 'web', '--task-definition', 'web'],
      ...['--desired-count', '2', '--launch-type', 'FARGATE'],
      ...['--network-configuration', 'awsvpcConfiguration={subnets=[subnet-1]}'],
      ...['--load-balancers', `targetGroupArn=${group},containerName=web,containerPort=8080`],
      '--deployment-configuration',
      'deploymentCircuitBreaker={enable=true,rollback=true}',
    );
    return group;
  }

  function advance(milliseconds: number): void {
    server.sandbox.control.advance(milliseconds);
    server.timeMoved();
  }

  const deployments = (): Promise<unknown> =>
    query(
      'services[0].deployments',
      ...['ecs', 'describe-services', '--cluster', 'demo', '--services', 'web'],
    );

  const release = (): Promise<unknown> =>
    aws('ecs', 'update-service', '--cluster', 'demo', '--service', 'web', '--task-definition', 'web:2');

  const taskArns = async (status = 'RUNNING'): Promise<string[]> =>
    (await query(
      'taskArns',
      ...['ecs', 'list-tasks', '--cluster', 'demo', '--service-name', 'web', '--desired-status', status],
    )) as string[];

  const ofTasks = (expression: string, tasks: string[]): Promise<unknown> =>
    query(expression, 'ecs', 'describe-tasks', '--cluster', 'demo', '--tasks', ...tasks);

  witness.it(
    'creates a world, updates a service, and its waiters return when the new tasks serve',
    async () => {
      const group = await createService();
      advance(120_000);
      expect(await servicesStable('web')).toBe('0');
      const before = await taskArns();
      await register('registry.test/web:2');
      await release();

      expect(await servicesStable('web')).toBe('0');
      // The other waiters find at their first look what they wait for.
      advance(120_000);
      const tasks = await taskArns();
      const ofTheseTasks = ['--cluster', 'demo', '--tasks'];
      expect(await wait('ecs', 'tasks-running', ...ofTheseTasks, ...tasks)).toBe('0');
      expect(await wait('ecs', 'tasks-stopped', ...ofTheseTasks, ...before)).toBe('0');
      expect(await wait('elbv2', 'target-in-service', '--target-group-arn', group)).toBe('0');
      expect(await ofTasks('tasks[].containers[].image', tasks)).toEqual([
        'registry.test/web:2',
        'registry.test/web:2',
      ]);
    },
    240_000,
  );

  witness.it(
    'calls a service stable that the circuit breaker took back: exit 0, and the old revision serves',
    async () => {
      server.sandbox.control.behave('registry.test/web:2', { http: { status: 500 } });
      seedDemo(server.sandbox);
      server.timeMoved();
      const group = await arn(
        'TargetGroups[0].TargetGroupArn',
        ...['elbv2', 'describe-target-groups', '--names', 'demo-web'],
      );
      await register('registry.test/web:2');
      await release();

      // What a pipeline sees that knows only the waiter: all is well, not a word.
      expect(await servicesStable('web')).toBe('0');
      expect(await wait('elbv2', 'target-in-service', '--target-group-arn', group)).toBe('0');

      // What is: the deployment that was asked for is gone, and its tasks failed.
      expect(await deployments()).toMatchObject([{ taskDefinition: expect.stringMatching(/\/web:1$/) }]);
      const images = await ofTasks('tasks[].containers[].image', await taskArns());
      expect(images).toEqual(Array(2).fill(expect.stringMatching(/\/demo\/web:1$/)));
      const reasons = await ofTasks('tasks[].stoppedReason', await taskArns('STOPPED'));
      expect(reasons).toContain(`Task failed ELB health checks in (target-group ${group})`);
      expect(
        await query(
          'services[0].events[].message',
          ...['ecs', 'describe-services', '--cluster', 'demo', '--services', 'web'],
        ),
      ).toContainEqual(expect.stringMatching(/rolling back to deployment ecs-svc\/\d+\.$/));
    },
    240_000,
  );

  witness.it(
    'ends at once with 255 where nothing can become stable any more',
    async () => {
      seedDemo(server.sandbox);
      server.timeMoved();
      const failed = 'failed: Waiter encountered a terminal failure state: For expression';

      expect(await servicesStable('web', 'no')).toBe(
        `255 Waiter ServicesStable ${failed} "failures[].reason" we matched expected path: "MISSING" at least once`,
      );
      const [first = '', ...others] = await taskArns();
      await aws('ecs', 'stop-task', '--cluster', 'demo', '--task', first, '--reason', 'enough');
      advance(120_000);
      const tasks = ['--cluster', 'demo', '--tasks', first];
      expect(await wait('ecs', 'tasks-stopped', ...tasks)).toBe('0');
      expect(await wait('ecs', 'tasks-running', ...tasks, ...others)).toBe(
        `255 Waiter TasksRunning ${failed} "tasks[].lastStatus" we matched expected path: "STOPPED" at least once`,
      );
      await aws('ecs', 'delete-service', '--cluster', 'demo', '--service', 'web', '--force');
      expect(await servicesStable('web')).toMatch(
        /^255 Waiter ServicesStable .*"services\[\]\.status" we matched expected path: "(DRAINING|INACTIVE)" at least once$/,
      );
      advance(120_000);
      expect(await wait('ecs', 'services-inactive', '--cluster', 'demo', '--services', 'web')).toBe('0');
    },
    240_000,
  );

  witness.it(
    "says in AWS's words what is wrong",
    async () => {
      await aws('ecs', 'create-cluster', '--cluster-name', 'demo');
      const refused = async (...words: string[]): Promise<string> =>
        (await awsCli(plainAws, server.url, 'ecs', ...words)).stderr;

      expect(await refused('describe-services', '--cluster', 'nope', '--services', 'web')).toBe(
        'An error occurred (ClusterNotFoundException) when calling the DescribeServices operation: Cluster not found.',
      );
      expect(await refused('update-service', '--cluster', 'demo', '--service', 'nope')).toBe(
        'An error occurred (ServiceNotFoundException) when calling the UpdateService operation: Service not found.',
      );
      expect(await refused('describe-task-definition', '--task-definition', 'nope')).toBe(
        'An error occurred (ClientException) when calling the DescribeTaskDefinition operation: Unable to describe task definition.',
      );
    },
    60_000,
  );

  witness.it(
    'lists more than a page holds',
    async () => {
      const { world } = server.sandbox;
      const caller = { arn: `arn:aws:iam::${world.account}:user/test`, accessKeyId: 'test' };
      for (const clusterName of ['a', 'b', 'c', 'd', 'e']) {
        ecsOperations.CreateCluster(world, { clusterName }, caller);
      }
      const listed = await aws('ecs', 'list-clusters', '--page-size', '2');
      expect((listed as { clusterArns: string[] }).clusterArns).toHaveLength(5);
      const first = await aws('ecs', 'list-clusters', '--page-size', '2', '--max-items', '3');
      const { NextToken, clusterArns } = first as { NextToken: string; clusterArns: string[] };
      const rest = await aws('ecs', 'list-clusters', '--page-size', '2', '--starting-token', NextToken);
      expect([...clusterArns, ...(rest as { clusterArns: string[] }).clusterArns].sort()).toEqual(
        (listed as { clusterArns: string[] }).clusterArns.sort(),
      );
    },
    60_000,
  );
});
