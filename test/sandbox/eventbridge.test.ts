import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from './clients.ts';

const cluster = 'arn:aws:ecs:us-east-1:123456789012:cluster/prod';
const role = 'arn:aws:iam::123456789012:role/ecsEventsRole';

let events: ReturnType<typeof clientsOf>['eventBridge'];
beforeEach(() => {
  events = clientsOf(new Sandbox()).eventBridge;
});

function task(id: string, taskDefinition: string) {
  return {
    Id: id,
    Arn: cluster,
    RoleArn: role,
    EcsParameters: { TaskDefinitionArn: taskDefinition, TaskCount: 1 },
  };
}

describe('rules', () => {
  it('are listed with their targets, in the order of their names', async () => {
    await events.putRule({ Name: 'nightly', ScheduleExpression: 'cron(0 3 * * ? *)' });
    await events.putRule({ Name: 'hourly', ScheduleExpression: 'rate(1 hour)', State: 'DISABLED' });
    const put = await events.putTargets({ Rule: 'nightly', Targets: [task('a', 'web:3'), task('b', 'web')] });
    expect(put).toMatchObject({ FailedEntryCount: 0, FailedEntries: [] });

    const { Rules: rules = [] } = await events.listRules({});
    expect(rules.map(({ Name, State }) => [Name, State])).toEqual([
      ['hourly', 'DISABLED'],
      ['nightly', 'ENABLED'],
    ]);
    expect(rules[1]).toMatchObject({
      Arn: 'arn:aws:events:us-east-1:123456789012:rule/nightly',
      EventBusName: 'default',
    });
    const { Targets: targets = [] } = await events.listTargetsByRule({ Rule: 'nightly' });
    expect(targets.map(({ Id, EcsParameters }) => [Id, EcsParameters?.TaskDefinitionArn])).toEqual([
      ['a', 'web:3'],
      ['b', 'web'],
    ]);
    const { RuleNames: names } = await events.listRuleNamesByTarget({ TargetArn: cluster });
    expect(names).toEqual(['nightly']);
    expect(await events.describeRule({ Name: 'hourly' })).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
    });
  });

  it('keep their targets when they are put again, and lose those that are removed', async () => {
    await events.putRule({ Name: 'nightly', ScheduleExpression: 'rate(1 day)' });
    await events.putTargets({ Rule: 'nightly', Targets: [task('a', 'web:3'), task('b', 'web:4')] });
    await events.putRule({ Name: 'nightly', ScheduleExpression: 'rate(2 days)' });
    await events.removeTargets({ Rule: 'nightly', Ids: ['a'] });
    const { Targets: left } = await events.listTargetsByRule({ Rule: 'nightly' });
    expect(left?.map(({ Id }) => Id)).toEqual(['b']);
  });

  it('stand on the bus on which they were put, and there is no list of all', async () => {
    await events.createEventBus({ Name: 'orders' });
    await events.putRule({ Name: 'paid', EventBusName: 'orders', EventPattern: '{"source":["shop"]}' });
    const { EventBuses: buses = [] } = await events.listEventBuses({});
    expect(buses.map(({ Name }) => Name)).toEqual(['default', 'orders']);
    expect((await events.listRules({})).Rules).toEqual([]);
    const { Rules: rules = [] } = await events.listRules({ EventBusName: buses[1]?.Arn });
    expect(rules[0]?.Arn).toBe('arn:aws:events:us-east-1:123456789012:rule/orders/paid');
  });

  it('come in pages', async () => {
    for (const number of [1, 2, 3]) {
      await events.putRule({ Name: `rule-${number}`, ScheduleExpression: 'rate(1 day)' });
    }
    const first = await events.listRules({ Limit: 2 });
    const second = await events.listRules({ Limit: 2, NextToken: first.NextToken });
    expect([first.Rules?.length, second.Rules?.map(({ Name }) => Name), second.NextToken]).toEqual([
      2,
      ['rule-3'],
      undefined,
    ]);
  });

  it('are deleted once they have no targets; one that is not there is as good as deleted', async () => {
    await events.putRule({ Name: 'nightly', ScheduleExpression: 'rate(1 day)' });
    await events.putTargets({ Rule: 'nightly', Targets: [task('a', 'web:3')] });
    expect(await refusal(events.deleteRule({ Name: 'nightly' }))).toEqual({
      name: 'ValidationException',
      message: "Rule can't be deleted since it has targets.",
    });
    await events.removeTargets({ Rule: 'nightly', Ids: ['a'] });
    await events.deleteRule({ Name: 'nightly' });
    await events.deleteRule({ Name: 'nightly' });
    expect((await events.listRules({})).Rules).toEqual([]);
  });

  it('that are not there are refused by name, and so are buses', async () => {
    expect(await refusal(events.listTargetsByRule({ Rule: 'gone' }))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Rule gone does not exist on EventBus default.',
    });
    expect(await refusal(events.listRules({ EventBusName: 'gone' }))).toEqual({
      name: 'ResourceNotFoundException',
      message: 'Event bus gone does not exist.',
    });
  });

  it('are refused where EventBridge refuses them', async () => {
    await events.createEventBus({ Name: 'orders' });
    const rules = [
      [{ Name: 'a' }, 'Parameter(s) EventPattern or ScheduleExpression must be specified.'],
      [{ Name: 'a', ScheduleExpression: 'sometimes' }, 'Parameter ScheduleExpression is not valid.'],
      [
        { Name: 'a', EventBusName: 'orders', ScheduleExpression: 'rate(1 day)' },
        'ScheduleExpression is supported only on the default event bus.',
      ],
    ] as const;
    for (const [rule, message] of rules) {
      expect(await refusal(events.putRule(rule))).toEqual({ name: 'ValidationException', message });
    }
    await events.putRule({ Name: 'a', ScheduleExpression: 'rate(1 day)' });
    const whole = task('x', 'web:1');
    const roleless = { Id: 'x', Arn: cluster, EcsParameters: whole.EcsParameters };
    expect((await refusal(events.putTargets({ Rule: 'a', Targets: [roleless] }))).message).toBe(
      `RoleArn is required for target ${cluster}.`,
    );
    const aimless = { Id: 'x', Arn: cluster, RoleArn: role };
    expect((await refusal(events.putTargets({ Rule: 'a', Targets: [aimless] }))).message).toBe(
      'Parameter(s) EcsParameters must be specified for target: x.',
    );
    const six = ['1', '2', '3', '4', '5', '6'].map((id) => task(id, 'web:1'));
    expect((await refusal(events.putTargets({ Rule: 'a', Targets: six }))).name).toBe(
      'LimitExceededException',
    );
  });
});
