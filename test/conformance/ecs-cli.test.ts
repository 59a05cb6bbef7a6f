import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { promisify } from 'node:util';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';

/** Debian's awscli (2.9.19): a client that this project did not write, older than much of the API. */
const cli = '/usr/bin/aws';
const run = promisify(execFile);
const isInstalled = existsSync(cli);
if (!isInstalled) process.stderr.write(`Skipped: ${cli} is not here (apt-get install awscli).\n`);

(isInstalled ? describe : describe.skip)('the aws CLI against the sandbox', () => {
  let server: SandboxServer;

  beforeAll(async () => {
    // Waiters sleep in real seconds: fast enough that each finds the end at its first or second look.
    server = await SandboxServer.start(new Sandbox(), { port: 0, speed: 60 });
  });

  afterAll(() => server.stop());

  async function aws(...words: string[]): Promise<string> {
    const { stdout } = await run(cli, ['--endpoint-url', server.url, '--output', 'json', ...words], {
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_PAGER: '',
      },
    });
    return stdout.trim();
  }

  const query = async (expression: string, ...words: string[]): Promise<unknown> =>
    JSON.parse(await aws(...words, '--query', expression));

  const arn = async (expression: string, ...words: string[]): Promise<string> =>
    String(await query(expression, ...words));

  it('creates a world, updates a service, and its waiters return', async () => {
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
      ...[
        'elbv2',
        'create-listener',
        '--load-balancer-arn',
        loadBalancer,
        '--protocol',
        'HTTP',
        '--port',
        '80',
      ],
      ...['--default-actions', `Type=forward,TargetGroupArn=${group}`],
    );
    await aws('ecs', 'create-cluster', '--cluster-name', 'demo');
    await registerTaskDefinition('registry.test/web:1');
    await aws(
      ...['ecs', 'create-service', '--cluster', 'demo', '--service-name', 'web', '--task-definition', 'web'],
      ...['--desired-count', '2', '--launch-type', 'FARGATE'],
      ...['--network-configuration', 'awsvpcConfiguration={subnets=[subnet-1]}'],
      ...['--load-balancers', `targetGroupArn=${group},containerName=app,containerPort=8080`],
    );
    await aws('ecs', 'wait', 'services-stable', '--cluster', 'demo', '--services', 'web');

    await registerTaskDefinition('registry.test/web:2');
    await aws('ecs', 'update-service', '--cluster', 'demo', '--service', 'web', '--task-definition', 'web:2');
    await aws('ecs', 'wait', 'services-stable', '--cluster', 'demo', '--services', 'web');
    const listed = await query('taskArns', 'ecs', 'list-tasks', '--cluster', 'demo', '--service-name', 'web');
    const tasks = (listed as string[]).map(String);
    await aws('ecs', 'wait', 'tasks-running', '--cluster', 'demo', '--tasks', ...tasks);
    await aws('elbv2', 'wait', 'target-in-service', '--target-group-arn', group);

    const images = await query(
      'tasks[].containers[].image',
      'ecs',
      'describe-tasks',
      '--cluster',
      'demo',
      '--tasks',
      ...tasks,
    );
    expect(images).toEqual(['registry.test/web:2', 'registry.test/web:2']);
  }, 240_000);

  async function registerTaskDefinition(image: string): Promise<void> {
    await aws(
      ...['ecs', 'register-task-definition', '--family', 'web', '--network-mode', 'awsvpc'],
      ...['--requires-compatibilities', 'FARGATE', '--cpu', '256', '--memory', '512'],
      '--container-definitions',
      JSON.stringify([{ name: 'app', image, portMappings: [{ containerPort: 8080 }] }]),
    );
  }

  it("says in AWS's words what is wrong", async () => {
    await expect(aws('ecs', 'describe-services', '--cluster', 'nope', '--services', 'web')).rejects.toThrow(
      'An error occurred (ClusterNotFoundException) when calling the DescribeServices operation: Cluster not found.',
    );
  }, 60_000);
});
