import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from './clients.ts';

let sandbox: Sandbox;
let cloudwatch: ReturnType<typeof clientsOf>['cloudwatch'];
beforeEach(() => {
  sandbox = new Sandbox();
  ({ cloudwatch } = clientsOf(sandbox));
});

const put = (AlarmName: string) =>
  cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'HTTPCode_Target_5XX_Count',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 5,
      ComparisonOperator: 'GreaterThanThreshold',
      Tags: [{ Key: 'team', Value: 'shop' }],
    }),
  );
const setState = (AlarmName: string, StateValue: StateValue) =>
  cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'a test' }));

describe('an alarm', () => {
  it('starts without data', async () => {
    await put('errors');
    const { MetricAlarms } = await cloudwatch.send(new DescribeAlarmsCommand({}));
    expect(MetricAlarms).toMatchObject([
      {
        AlarmName: 'errors',
        AlarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors',
        StateValue: 'INSUFFICIENT_DATA',
        ActionsEnabled: true,
        Threshold: 5,
      },
    ]);
  });

  it('keeps the state that it was set to, also when its settings change', async () => {
    const seen: string[] = [];
    sandbox.world.cloudwatch.onStateChange((change) => seen.push(`${change.name} ${change.state}`));
    await put('errors');
    sandbox.control.advance(60_000);
    await setState('errors', 'ALARM');
    await setState('errors', 'ALARM');
    await put('errors');
    const { MetricAlarms } = await cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmNames: ['errors', 'no'] }),
    );
    expect(MetricAlarms).toMatchObject([
      { StateValue: 'ALARM', StateReason: 'a test', StateUpdatedTimestamp: new Date(sandbox.clock.now()) },
    ]);
    expect(seen).toEqual(['errors ALARM']);
    expect(sandbox.world.cloudwatch.alarm('errors')?.state).toBe('ALARM');
  });

  it('that is unknown cannot be set or deleted', async () => {
    expect((await refusal(setState('no', 'OK'))).name).toBe('ResourceNotFound');
    const error = await refusal(cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['no'] })));
    expect(error).toEqual({ name: 'ResourceNotFound', message: 'Alarms not found: [no]' });
  });

  it('is one of many, listed in pages by name', async () => {
    for (const name of ['c', 'a', 'b']) await put(name);
    const first = await cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 2 }));
    const second = await cloudwatch.send(new DescribeAlarmsCommand({ NextToken: first.NextToken }));
    const names = [first, second].map((page) => page.MetricAlarms?.map((alarm) => alarm.AlarmName));
    expect(names).toEqual([['a', 'b'], ['c']]);
    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: ['a', 'b', 'c'] }));
    expect((await cloudwatch.send(new DescribeAlarmsCommand({}))).MetricAlarms).toEqual([]);
  });
});
