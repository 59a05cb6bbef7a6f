import { afterEach, beforeEach, describe, expect } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { SandboxServer } from '../../src/sandbox/server.ts';
import { awsCli, newerAws, plainAws } from './aws-cli.ts';
import { describeWithPrograms } from './require-programs.ts';
import { Witness } from './witness.ts';

// A client that this project did not write: what botocore cannot parse is wrong.

describeWithPrograms([plainAws], 'the aws command, rules and schedules', () => {
  stories('schedules-cli', plainAws);
});

// No package of Debian 12 has one, so a machine need not.
(newerAws === undefined ? describe.skip : describe)('a newer aws command, rules and schedules', () => {
  stories('newer-schedules-cli', newerAws ?? 'aws');
});

const cluster = 'arn:aws:ecs:us-east-1:123456789012:cluster/demo';
const RoleArn = 'arn:aws:iam::123456789012:role/ecsEventsRole';
const EcsParameters = {
  TaskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/nightly:3',
  TaskCount: 1,
};

function stories(name: string, program: string): void {
  let server: SandboxServer;
  const witness = new Witness(name, 'schedules-cli.test.ts', () => server.sandbox);

  async function aws(...args: string[]): Promise<unknown> {
    const { code, output, stderr } = await awsCli(program, server.url, ...args);
    if (code !== 0) throw new Error(`aws ${args.join(' ')}: exit ${code}: ${stderr}`);
    return output;
  }

  async function refused(...args: string[]): Promise<string> {
    const { code, stderr } = await awsCli(program, server.url, ...args);
    expect(code).not.toBe(0);
    return stderr.trim();
  }

  beforeEach(async () => {
    server = await SandboxServer.start(new Sandbox({ startAt: Date.now() }), { port: 0, speed: 1 });
  });
  afterEach(() => server.stop());

  witness.it(
    'has a rule run a task every night, reads who is started, and takes it away',
    async () => {
      const rule = ['--name', 'nightly'];
      expect(await aws('events', 'put-rule', ...rule, '--schedule-expression', 'rate(1 day)')).toEqual({
        RuleArn: 'arn:aws:events:us-east-1:123456789012:rule/nightly',
      });
      const target = { Id: 'run', Arn: cluster, RoleArn, EcsParameters };
      const ofRule = ['--rule', 'nightly'];
      expect(
        await aws('events', 'put-targets', ...ofRule, '--targets', JSON.stringify([target])),
      ).toMatchObject({ FailedEntryCount: 0 });
      expect(await aws('events', 'list-event-buses')).toMatchObject({ EventBuses: [{ Name: 'default' }] });
      expect(await aws('events', 'list-rules')).toMatchObject({
        Rules: [{ Name: 'nightly', ScheduleExpression: 'rate(1 day)', State: 'ENABLED' }],
      });
      expect(await aws('events', 'list-targets-by-rule', ...ofRule)).toEqual({ Targets: [target] });
      expect(await refused('events', 'delete-rule', ...rule)).toContain(
        "An error occurred (ValidationException) when calling the DeleteRule operation: Rule can't be deleted since it has targets.",
      );
      await aws('events', 'remove-targets', ...ofRule, '--ids', 'run');
      await aws('events', 'delete-rule', ...rule);
      expect(await refused('events', 'describe-rule', ...rule)).toContain(
        'An error occurred (ResourceNotFoundException) when calling the DescribeRule operation: Rule nightly does not exist on EventBus default.',
      );
    },
    60_000,
  );

  witness.it(
    'schedules a task, reads what it runs, and takes it away',
    async () => {
      const ofSchedule = ['--name', 'nightly', '--group-name', 'shop'];
      await aws('scheduler', 'create-schedule-group', '--name', 'shop');
      const target = { Arn: cluster, RoleArn, EcsParameters };
      expect(
        await aws(
          ...['scheduler', 'create-schedule', ...ofSchedule, '--schedule-expression', 'cron(0 3 * * ? *)'],
          ...['--flexible-time-window', 'Mode=OFF', '--target', JSON.stringify(target)],
        ),
      ).toEqual({ ScheduleArn: 'arn:aws:scheduler:us-east-1:123456789012:schedule/shop/nightly' });
      expect(await aws('scheduler', 'list-schedule-groups')).toMatchObject({
        ScheduleGroups: [{ Name: 'default' }, { Name: 'shop' }],
      });
      expect(await aws('scheduler', 'list-schedules')).toMatchObject({
        Schedules: [{ Name: 'nightly', GroupName: 'shop', Target: { Arn: cluster } }],
      });
      expect(await aws('scheduler', 'get-schedule', ...ofSchedule)).toMatchObject({
        State: 'ENABLED',
        ScheduleExpressionTimezone: 'UTC',
        Target: target,
      });
      await aws('scheduler', 'delete-schedule', ...ofSchedule);
      expect(await refused('scheduler', 'get-schedule', ...ofSchedule)).toContain(
        'An error occurred (ResourceNotFoundException) when calling the GetSchedule operation: Schedule nightly does not exist.',
      );
    },
    60_000,
  );
}
