import { describe, expect, it } from '@jest/globals';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { Gate } from '../../src/model/gate.ts';
import type { ReleaseFact } from '../../src/model/release-event.ts';
import { imageOf, Rehearsal } from './rehearsal.ts';
import { commandGate, measuring } from './scripted-gates.ts';

const health = (overrides: Partial<Gate> = {}): Gate =>
  commandGate({
    name: 'health',
    check: { kind: 'target-health', healthyPercent: 100 },
    interval: seconds(10),
    ...overrides,
  });

const measurementsOf = (facts: readonly ReleaseFact[]): string[] =>
  facts.flatMap((fact) => (fact.type === 'gate.measured' ? fact.measurement.kind : []));

describe('Target health of the new revision', () => {
  it('is good once its targets are, and never bad while they start beside those of the old one', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    const { outcome, gates } = await rehearsal.deploy(measuring([health()]));

    expect(outcome.kind).toBe('succeeded');
    expect(gates).toMatchObject([{ verdict: { kind: 'pass' }, counts: { fail: 0, error: 0 } }]);
    expect(measurementsOf(rehearsal.facts)).toContain('unclear');
  });

  it('bears what is unhealthy within the grace period, as ECS does', async () => {
    const service = { healthCheckGracePeriodSeconds: 120 };
    const rehearsal = await Rehearsal.begin({ loadBalancer: true, service });
    const { control } = rehearsal.sandbox;
    control.behave(imageOf(2), { http: { status: 503 } });
    const [{ outcome, gates }] = await Promise.all([
      rehearsal.deploy(measuring([health()])),
      rehearsal.meanwhile(seconds(70), () => {
        control.behave(imageOf(2), { http: { status: 200 } });
        return Promise.resolve();
      }),
    ]);

    expect(outcome.kind).toBe('succeeded');
    expect(gates).toMatchObject([{ verdict: { kind: 'pass' }, counts: { fail: 0, error: 0 } }]);
    expect(JSON.stringify(rehearsal.facts.filter(({ type }) => type === 'gate.measured'))).toContain(
      'Target.ResponseCodeMismatch',
    );
  });

  it('takes a release back that turns bad while it is watched', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    const context = rehearsal.context();
    const report = (fact: ReleaseFact): void => {
      context.report(fact);
      if (fact.type === 'watch.started')
        rehearsal.sandbox.control.behave(imageOf(2), { http: { status: 503 } });
    };
    const request = measuring([health({ at: ['after'] })], minutes(5));
    const { outcome } = await rehearsal.deploy(request, { ...context, report });

    expect(outcome).toMatchObject({ kind: 'failed-rolled-back', because: { gate: 'health' } });
    expect(await rehearsal.serving()).toMatchObject({ images: [imageOf(1)] });
  });

  it('that cannot be read is not bad: the release is out, unproven', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    const context = rehearsal.context();
    const report = (fact: ReleaseFact): void => {
      context.report(fact);
      if (fact.type === 'watch.started')
        rehearsal.sandbox.control.fault({ operation: 'DescribeTargetHealth', error: 'AccessDenied' });
    };
    const request = measuring([health({ at: ['after'] })], minutes(5));
    const { outcome, gates } = await rehearsal.deploy(request, { ...context, report });

    expect(outcome).toMatchObject({ kind: 'inconclusive', because: { gate: 'health' } });
    expect(gates?.[0]).toMatchObject({ counts: { pass: 0, fail: 0, error: 4 } });
  });
});

describe('Alarms', () => {
  const alarm = {
    AlarmName: 'shop-5xx',
    Namespace: 'Shop',
    MetricName: 'Errors',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
  } as const;
  const gate = commandGate({
    name: 'alarms',
    check: { kind: 'alarms', names: ['shop-5xx'] },
    at: ['after'],
    interval: seconds(30),
  });

  it('take a release back when one fires while it is watched', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.cloudWatch.putMetricAlarm(alarm);
    const context = rehearsal.context();
    const report = (fact: ReleaseFact): void => {
      context.report(fact);
      if (fact.type !== 'watch.started') return;
      void rehearsal.meanwhile(minutes(2), () =>
        rehearsal.cloudWatch.setAlarmState({
          AlarmName: 'shop-5xx',
          StateValue: 'ALARM',
          StateReason: 'test',
        }),
      );
    };
    const { outcome } = await rehearsal.deploy(measuring([gate], minutes(10)), { ...context, report });

    expect(outcome).toMatchObject({
      kind: 'failed-rolled-back',
      because: { gate: 'alarms', because: { last: { kind: 'alarms-firing', names: ['shop-5xx'] } } },
    });
  });
});
