import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import { seedDemo } from '../../src/sandbox/demo.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { awsCli, newerAws, plainAws } from './aws-cli.ts';
import { describeWithPrograms } from './require-programs.ts';
import { Witness } from './witness.ts';

// A client that this project did not write: what botocore cannot parse, or waits for in vain, is wrong.

describeWithPrograms([plainAws], 'the aws command', () => {
  stories('platform', plainAws);
});

// It speaks JSON to CloudWatch, where older ones speak XML. No package of Debian 12 has one, so a machine need not.
(newerAws === undefined ? describe.skip : describe)('a newer aws command', () => {
  stories('newer-platform', newerAws ?? 'aws');
});

function stories(name: string, program: string): void {
  let server: SandboxServer;
  const witness = new Witness(name, 'platform.test.ts', () => server.sandbox);

  async function aws(...args: string[]): Promise<Record<string, unknown>> {
    const { code, output, stderr } = await awsCli(program, server.url, ...args);
    if (code !== 0) throw new Error(`aws ${args.join(' ')}: exit ${code}: ${stderr}`);
    return (output ?? {}) as Record<string, unknown>;
  }

  beforeEach(async () => {
    const sandbox = new Sandbox({ startAt: Date.now() });
    seedDemo(sandbox);
    server = await SandboxServer.start(sandbox, { port: 0, speed: 60 });
  });
  afterEach(() => server.stop());

  witness.it(
    'learns who it is',
    async () => {
      expect(await aws('sts', 'get-caller-identity')).toMatchObject({ Account: '123456789012' });
    },
    30_000,
  );

  witness.it(
    'makes load balancer, target group, listener and rule, and reads them back',
    async () => {
      const { LoadBalancers } = await aws(
        'elbv2',
        'create-load-balancer',
        '--name',
        'cli',
        '--subnets',
        'subnet-1',
        'subnet-2',
      );
      const balancer = (LoadBalancers as { LoadBalancerArn: string }[])[0]!.LoadBalancerArn;
      const group = (
        (
          await aws(
            'elbv2',
            'create-target-group',
            '--name',
            'cli',
            '--protocol',
            'HTTP',
            '--port',
            '80',
            '--vpc-id',
            'vpc-1',
            '--target-type',
            'ip',
          )
        )['TargetGroups'] as { TargetGroupArn: string }[]
      )[0]!.TargetGroupArn;
      const { Listeners } = await aws(
        ...[
          'elbv2',
          'create-listener',
          '--load-balancer-arn',
          balancer,
          '--protocol',
          'HTTP',
          '--port',
          '80',
        ],
        ...['--default-actions', `Type=forward,TargetGroupArn=${group}`],
      );
      const listener = (Listeners as { ListenerArn: string }[])[0]!.ListenerArn;
      await aws(
        ...['elbv2', 'create-rule', '--listener-arn', listener, '--priority', '7'],
        ...[
          '--conditions',
          'Field=path-pattern,Values=/api/*',
          '--actions',
          `Type=forward,TargetGroupArn=${group}`,
        ],
      );
      expect(await aws('elbv2', 'describe-rules', '--listener-arn', listener)).toMatchObject({
        Rules: [
          { Priority: '7', Conditions: [{ Field: 'path-pattern', Values: ['/api/*'] }] },
          { Priority: 'default' },
        ],
      });
      await aws('elbv2', 'wait', 'load-balancer-available', '--load-balancer-arns', balancer);
    },
    60_000,
  );

  witness.it(
    'waits for the targets of the demonstration',
    async () => {
      const { TargetGroups } = await aws('elbv2', 'describe-target-groups', '--names', 'demo-web');
      const group = (TargetGroups as { TargetGroupArn: string }[])[0]!.TargetGroupArn;
      await aws('elbv2', 'wait', 'target-in-service', '--target-group-arn', group);
    },
    60_000,
  );

  witness.it(
    'understands an error of the Query protocol',
    async () => {
      const { code, stderr } = await awsCli(
        program,
        server.url,
        'elbv2',
        'describe-target-groups',
        '--names',
        'no',
      );
      // Version 1 of the command says 255.
      expect([254, 255]).toContain(code);
      expect(stderr).toBe(
        'An error occurred (TargetGroupNotFound) when calling the DescribeTargetGroups operation: One or more target groups not found',
      );
    },
    30_000,
  );

  witness.it(
    'reads images, and logs in to the registry',
    async () => {
      expect(await aws('ecr', 'describe-images', '--repository-name', 'demo/web')).toMatchObject({
        imageDetails: [{ imageTags: ['1'] }, { imageTags: ['2'] }, { imageTags: ['3'] }],
      });
      expect(await aws('ecr', 'get-authorization-token')).toMatchObject({ authorizationData: [{}] });
      const missing = await awsCli(program, server.url, 'ecr', 'describe-images', '--repository-name', 'no');
      expect(missing.stderr).toContain('(RepositoryNotFoundException)');
    },
    60_000,
  );

  witness.it(
    'makes an alarm and sets its state',
    async () => {
      await aws(
        ...[
          'cloudwatch',
          'put-metric-alarm',
          '--alarm-name',
          'errors',
          '--namespace',
          'x',
          '--metric-name',
          'y',
        ],
        ...['--evaluation-periods', '1', '--period', '60', '--statistic', 'Sum', '--threshold', '1.5'],
        ...['--comparison-operator', 'GreaterThanThreshold'],
      );
      await aws('cloudwatch', 'wait', 'alarm-exists', '--alarm-names', 'errors');
      await aws(
        ...[
          'cloudwatch',
          'set-alarm-state',
          '--alarm-name',
          'errors',
          '--state-value',
          'ALARM',
          '--state-reason',
          'test',
        ],
      );
      expect(await aws('cloudwatch', 'describe-alarms', '--alarm-names', 'errors')).toMatchObject({
        MetricAlarms: [{ StateValue: 'ALARM', Threshold: 1.5 }],
      });
      const unknown = await awsCli(
        ...[program, server.url, 'cloudwatch', 'set-alarm-state', '--alarm-name', 'no'],
        ...['--state-value', 'OK', '--state-reason', 'test'],
      );
      expect(unknown.stderr).toContain('(ResourceNotFound)');
    },
    60_000,
  );

  witness.it(
    'puts data of a metric and reads it, beside what a load balancer measures',
    async () => {
      const { control, clock } = server.sandbox;
      const { LoadBalancers } = await aws('elbv2', 'describe-load-balancers', '--names', 'demo');
      const [balancer] = LoadBalancers as { LoadBalancerArn: string }[];
      const at = new Date(clock.now());
      control.traffic('demo', { requestsPerSecond: 5 });
      control.advance(120_000);
      for (const value of ['2', '4']) {
        await aws(
          ...['cloudwatch', 'put-metric-data', '--namespace', 'shop', '--metric-name', 'orders'],
          ...['--value', value, '--timestamp', at.toISOString(), '--dimensions', 'Service=web'],
        );
      }
      const query = (Id: string, Namespace: string, MetricName: string, Name: string, Value: string) => ({
        Id,
        MetricStat: {
          Metric: { Namespace, MetricName, Dimensions: [{ Name, Value }] },
          Period: 3600,
          Stat: 'Sum',
        },
      });
      const name = balancer!.LoadBalancerArn.split(':loadbalancer/')[1]!;
      const queries = [
        query('orders', 'shop', 'orders', 'Service', 'web'),
        query('requests', 'AWS/ApplicationELB', 'RequestCount', 'LoadBalancer', name),
        { Id: 'rate', Expression: 'orders / requests * 100' },
      ];
      const answer = await aws(
        ...['cloudwatch', 'get-metric-data', '--metric-data-queries', JSON.stringify(queries)],
        ...['--start-time', new Date(at.getTime() - 3_600_000).toISOString()],
        ...['--end-time', new Date(clock.now()).toISOString()],
      );
      const [orders, requests, rate] = answer['MetricDataResults'] as { Label: string; Values: number[] }[];
      const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
      expect(orders).toMatchObject({ Label: 'orders', Values: [6], StatusCode: 'Complete' });
      // A minute that is not over does not show.
      expect(sum(requests!.Values)).toBeGreaterThanOrEqual(300);
      expect(rate!.Values.length).toBeGreaterThanOrEqual(1);

      const refused = await awsCli(
        ...[program, server.url, 'cloudwatch', 'put-metric-data', '--namespace', 'AWS/ECS'],
        ...['--metric-name', 'CPUUtilization', '--value', '1'],
      );
      expect(refused.stderr).toContain('(InvalidParameterValue)');
    },
    60_000,
  );

  witness.it(
    'writes and reads logs',
    async () => {
      const name = '/cli/test';
      await aws('logs', 'create-log-group', '--log-group-name', name);
      await aws('logs', 'create-log-stream', '--log-group-name', name, '--log-stream-name', 's');
      const now = Date.now();
      await aws(
        ...['logs', 'put-log-events', '--log-group-name', name, '--log-stream-name', 's'],
        ...['--log-events', `timestamp=${now},message=hello`],
      );
      expect(await aws('logs', 'filter-log-events', '--log-group-name', name)).toMatchObject({
        events: [{ message: 'hello', timestamp: now, logStreamName: 's' }],
      });
      expect(
        await aws('logs', 'get-log-events', '--log-group-name', name, '--log-stream-name', 's'),
      ).toMatchObject({
        events: [{ message: 'hello' }],
      });
    },
    60_000,
  );
}
