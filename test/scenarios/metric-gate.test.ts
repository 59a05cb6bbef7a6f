import { describe, expect, it } from '@jest/globals';
import { measureMetrics } from '../../src/gates/checks/metrics.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { Gate, MetricLimit, MetricPreset, MetricsCheck } from '../../src/model/gate.ts';
import type { GateSubject } from '../../src/gates/subject.ts';
import type { ReleaseFact } from '../../src/model/release-event.ts';
import { Interrupted } from '../../src/release/interrupted.ts';
import { aGate } from '../unit/builders.ts';
import { beginWithCodeDeploy, isInTerminationWait, routings, whenCodeDeploy } from './codedeploy-stage.ts';
import { imageOf, ref, Rehearsal } from './rehearsal.ts';
import { measuring } from './scripted-gates.ts';
import { beginWith } from './strategy-stage.ts';

function metrics(preset: MetricPreset, limit: MetricLimit, change: Partial<MetricsCheck> = {}): MetricsCheck {
  return {
    kind: 'metrics',
    source: { kind: 'preset', preset },
    limit,
    window: minutes(5),
    minimumSamples: 50,
    ...change,
  };
}

function gateOf(check: MetricsCheck, change: Partial<Gate> = {}): Gate {
  return aGate({ name: 'numbers', check, at: ['during'], interval: seconds(30), ...change });
}

/** A service with requests, for longer than any window of a gate. */
async function busy(rehearsal: Rehearsal, requestsPerSecond = 50): Promise<Rehearsal> {
  rehearsal.sandbox.control.traffic('web', { requestsPerSecond });
  await rehearsal.sandbox.clock.sleep(minutes(12));
  return rehearsal;
}

describe('a gate of numbers while a canary comes in', () => {
  const canary = { canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 4 } };
  const begin = () => beginWith('CANARY', { configuration: canary });

  it('takes a release back whose own answers fail, although nine of ten requests are still well', async () => {
    const rehearsal = await busy(await begin());
    rehearsal.sandbox.control.behave(imageOf(2), { http: { errorRate: 0.2 } });

    const gate = gateOf(metrics('alb-5xx-rate', { kind: 'absolute', max: 5 }));
    const { outcome } = await rehearsal.deploy(measuring([gate]));

    expect(outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'ecsdeploy',
      because: {
        kind: 'gate',
        because: {
          kind: 'measurements-failed',
          last: { kind: 'metric', name: 'alb-5xx-rate', unit: 'percent', limit: 5 },
        },
      },
    });
    const value = rehearsal
      .factsOf('gate.measured')
      .map(({ measurement }) => (measurement.kind === 'fail' ? measurement.value : undefined));
    expect(value.find((one) => one !== undefined)).toBeCloseTo(20, 0);
    expect(await rehearsal.weights()).toEqual({ blue: 100, green: 0 });
  });

  it('takes it back also where AWS does not tell its target groups at first', async () => {
    const rehearsal = await busy(await begin());
    rehearsal.sandbox.control.behave(imageOf(2), { http: { errorRate: 0.2 } });
    const operation = 'DescribeServiceRevisions';
    rehearsal.sandbox.control.fault({ operation, error: 'AccessDeniedException' });

    const gate = gateOf(metrics('alb-5xx-rate', { kind: 'absolute', max: 5 }));
    const [{ outcome }] = await Promise.all([
      rehearsal.deploy(measuring([gate])),
      rehearsal.meanwhile(minutes(1), () => {
        rehearsal.sandbox.control.clearFaults();
        return Promise.resolve();
      }),
    ]);

    expect(rehearsal.factsOf('gate.measured').map(({ measurement }) => measurement.kind)).toContain('error');
    expect(outcome).toMatchObject({ kind: 'failed-rolled-back', because: { kind: 'gate' } });
  });

  it('compares with the old revision in the same minutes', async () => {
    const rehearsal = await busy(await begin());
    rehearsal.sandbox.control.behave(imageOf(2), { http: { latency: 40 } });

    const gate = gateOf(metrics('alb-latency-p99', { kind: 'comparison', maxIncreasePercent: 100 }));
    const { outcome } = await rehearsal.deploy(measuring([gate]));

    expect(outcome).toMatchObject({
      kind: 'failed-rolled-back',
      because: {
        because: { last: { name: 'alb-latency-p99', unit: 'seconds', comparedWith: 'old-revision' } },
      },
    });
  });

  it('lets a good one be good, and compares with the time before the release once the old one has no requests', async () => {
    const rehearsal = await busy(await begin());

    const gate = gateOf(metrics('alb-latency-p99', { kind: 'comparison', maxIncreasePercent: 50 }), {
      at: ['during', 'after'],
    });
    const { outcome, gates } = await rehearsal.deploy(measuring([gate], minutes(4)));

    expect(outcome.kind).toBe('succeeded');
    expect(gates?.map(({ moment, verdict }) => [moment, verdict.kind])).toEqual([
      ['during', 'pass'],
      ['after', 'pass'],
    ]);
    const last = gates?.at(-1)?.measurements.at(-1);
    expect(last).toMatchObject({ kind: 'pass', because: { comparedWith: 'before-release' } });
  });

  it('says nothing without requests', async () => {
    const rehearsal = await begin();

    const gate = gateOf(metrics('alb-5xx-rate', { kind: 'absolute', max: 5 }), {
      onInconclusive: 'continue',
    });
    const { outcome, gates } = await rehearsal.deploy(measuring([gate]));

    expect(outcome.kind).toBe('succeeded');
    expect(gates).toMatchObject([{ verdict: { kind: 'inconclusive', because: { kind: 'never-clear' } } }]);
  });
});

describe('a gate of numbers before a release', () => {
  const before = (check: MetricsCheck) => gateOf(check, { at: ['before'] });
  const rate = metrics('alb-5xx-rate', { kind: 'absolute', max: 5 });

  it('refuses a release of a service that is not well', async () => {
    const rehearsal = await Rehearsal.begin({ loadBalancer: true });
    rehearsal.sandbox.control.behave(imageOf(1), { http: { errorRate: 0.2 } });
    await busy(rehearsal);

    const { outcome, gates } = await rehearsal.deploy(measuring([before(rate)]));

    expect(outcome).toMatchObject({ kind: 'error', error: { code: 'refused.gate_failed' } });
    expect(gates?.[0]?.measurements[0]).toMatchObject({ kind: 'fail', because: { name: 'alb-5xx-rate' } });
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:1' });
  });

  it.each([
    ['lets it begin where it is idle enough', 15, 'succeeded'],
    ['refuses it where it is too busy', 5, 'error'],
  ] as const)('%s', async (_, max, kind) => {
    const rehearsal = await busy(await Rehearsal.begin({ loadBalancer: true }));
    const check = metrics('cpu', { kind: 'absolute', max }, { minimumSamples: 2 });

    const { outcome } = await rehearsal.deploy(measuring([before(check)]));

    expect(outcome.kind).toBe(kind);
  });

  it('looks at the target group that serves, and not at the one that has just been left', async () => {
    const rehearsal = await beginWith('BLUE_GREEN');
    rehearsal.sandbox.control.behave(imageOf(1), { http: { errorRate: 0.5 } });
    await busy(rehearsal);
    expect((await rehearsal.deploy()).outcome.kind).toBe('succeeded');
    await rehearsal.sandbox.clock.sleep(minutes(2));

    const gate = before({ ...rate, window: minutes(10) });
    const images = [{ image: imageOf(3) }];
    const { outcome, gates } = await rehearsal.deploy({ ...measuring([gate]), images });

    expect(gates).toMatchObject([{ moment: 'before', verdict: { kind: 'pass' } }]);
    expect(outcome.kind).toBe('succeeded');
  });

  it('cannot tell where AWS does not say which one serves, which begins no release', async () => {
    const rehearsal = await busy(await beginWith('BLUE_GREEN'));
    rehearsal.sandbox.control.fault({
      operation: 'DescribeServiceRevisions',
      error: 'AccessDeniedException',
    });

    const { outcome } = await rehearsal.deploy(measuring([{ ...before(rate), errorLimit: 1 }]));

    expect(outcome).toMatchObject({ kind: 'error', error: { code: 'refused.gate_inconclusive' } });
  });
});

describe('a gate of numbers in a rolling deployment', () => {
  it('takes a bad one back within the time that it is watched after its end', async () => {
    const rehearsal = await busy(await Rehearsal.begin({ loadBalancer: true }));
    rehearsal.sandbox.control.behave(imageOf(2), { http: { errorRate: 0.2 } });

    const gate = gateOf(metrics('alb-5xx-rate', { kind: 'absolute', max: 5 }), { at: ['after'] });
    const { outcome } = await rehearsal.deploy(measuring([gate], minutes(4)));

    expect(outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'ecsdeploy' });
    expect(await rehearsal.serving()).toMatchObject({ taskDefinition: 'web:1' });
  });

  it('compares with the same service before the release', async () => {
    const rehearsal = await busy(await Rehearsal.begin({ loadBalancer: true }));
    rehearsal.sandbox.control.behave(imageOf(2), { cpu: 90 });

    const gate = gateOf(
      metrics('cpu', { kind: 'comparison', maxIncreasePercent: 100 }, { minimumSamples: 2 }),
      {
        at: ['after'],
      },
    );
    const { outcome } = await rehearsal.deploy(measuring([gate], minutes(4)));

    expect(outcome).toMatchObject({
      kind: 'failed-rolled-back',
      because: { because: { last: { name: 'cpu', before: 10, comparedWith: 'before-release' } } },
    });
  });
});

describe('a gate of numbers under CodeDeploy', () => {
  const gate = gateOf(metrics('alb-5xx-rate', { kind: 'absolute', max: 5 }), { at: ['during', 'after'] });
  const request = { ...measuring([gate], minutes(4)), codeDeploy: { routing: routings.AllAtOnce } };
  const begin = async () => {
    const rehearsal = await busy(await beginWithCodeDeploy());
    rehearsal.sandbox.control.behave(imageOf(2), { http: { errorRate: 0.2 } });
    return rehearsal;
  };
  const isTakenBack = {
    kind: 'failed-rolled-back',
    because: { because: { last: { kind: 'metric', name: 'alb-5xx-rate', unit: 'percent' } } },
  };

  it('takes a bad release back', async () => {
    const rehearsal = await begin();

    expect((await rehearsal.deploy(request)).outcome).toMatchObject(isTakenBack);
    expect(await rehearsal.serving()).toMatchObject({ images: [imageOf(1)] });
  });

  it('asks about the new tasks also where it is taken up once the service names their target group', async () => {
    const rehearsal = await begin();
    const started = new AbortController();
    const [left] = await Promise.all([
      rehearsal.deploy({ ...request, gates: undefined }, started.signal),
      whenCodeDeploy(rehearsal, isInTerminationWait, () => {
        started.abort(new Interrupted('SIGTERM'));
        return Promise.resolve();
      }),
    ]);
    expect(left.outcome.kind).toBe('interrupted');

    expect((await rehearsal.resume(request)).outcome).toMatchObject(isTakenBack);
    expect(await rehearsal.serving()).toMatchObject({ images: [imageOf(1)] });
  });

  it('asks about the new tasks also where it is taken up after its end', async () => {
    const rehearsal = await begin();
    const started = new AbortController();
    const context = rehearsal.context(started.signal);
    const report = (fact: ReleaseFact): void => {
      context.report(fact);
      if (fact.type === 'watch.started') started.abort(new Interrupted('SIGTERM'));
    };
    const blind = { ...request, ...measuring([{ ...gate, at: ['after'] }], minutes(4)) };
    await rehearsal.deploy(blind, { ...context, report });
    expect(rehearsal.factsOf('watch.started')).toHaveLength(1);

    expect((await rehearsal.resume(blind)).outcome).toMatchObject(isTakenBack);
  });
});

describe('one measurement of numbers', () => {
  const stage = async () => withMeasure(await busy(await Rehearsal.begin({ loadBalancer: true })));

  function withMeasure(rehearsal: Rehearsal) {
    const now = rehearsal.sandbox.clock.now();
    const subject: GateSubject = {
      service: ref,
      region: 'us-east-1',
      account: '123456789012',
      moment: 'during',
      since: now - minutes(6),
      releasedAt: now - minutes(6),
      taskDefinition: 'web:1',
      digests: {},
      targetGroups: { isSplit: false, ofNew: [rehearsal.targetGroupArn], ofOld: [] },
    };
    const context = rehearsal.context();
    const measure = (check: MetricsCheck, change: Partial<GateSubject> = {}) =>
      measureMetrics(context, check, { ...subject, ...change });
    return { rehearsal, measure };
  }
  const rate = metrics('alb-5xx-rate', { kind: 'absolute', max: 1 });

  it('counts no 5xx as none, and asks for its load balancer once', async () => {
    const { rehearsal, measure } = await stage();

    expect(await measure(rate)).toMatchObject({ kind: 'pass', value: 0, because: { samples: 15_000 } });
    expect(await measure(rate)).toMatchObject({ kind: 'pass' });
    expect(rehearsal.count('DescribeTargetGroups')).toBe(1);
    expect(rehearsal.count('GetMetricData')).toBe(2);
  });

  it('is of the service as it is before the deployment', async () => {
    const { rehearsal, measure } = await stage();
    const before = { moment: 'before', since: rehearsal.sandbox.clock.now() } as const;

    expect(await measure(rate, before)).toMatchObject({ kind: 'pass', because: { samples: 15_000 } });
  });

  it('is unclear with fewer requests than it needs', async () => {
    const { measure } = await stage();

    expect(await measure({ ...rate, minimumSamples: 15_001 })).toMatchObject({
      kind: 'unclear',
      because: { kind: 'too-few-samples', samples: 15_000, needed: 15_001 },
    });
  });

  it('could not be taken without a load balancer', async () => {
    const { measure } = await stage();
    const none = { isSplit: false, ofNew: [], ofOld: [] };

    expect(await measure(rate, { targetGroups: none })).toMatchObject({
      kind: 'error',
      error: 'the service has no target group',
    });
  });

  it('could not be taken behind a Network Load Balancer, which counts no requests', async () => {
    const { rehearsal, measure } = withMeasure(await Rehearsal.begin({ twoGroups: { type: 'network' } }));
    const { blue } = rehearsal.groups;

    expect(await measure(rate, { targetGroups: { isSplit: false, ofNew: [blue], ofOld: [] } })).toMatchObject(
      {
        kind: 'error',
        error: expect.stringMatching(
          /^target group web-blue is behind net\/web\/\w+, which counts no requests$/,
        ),
      },
    );
  });

  it.each(['ThrottlingException', 'AccessDeniedException', 'InternalServiceError'])(
    'cannot be taken while AWS answers %s',
    async (error) => {
      const { rehearsal, measure } = await stage();
      rehearsal.sandbox.control.fault({ operation: 'GetMetricData', error });

      await expect(measure(rate)).rejects.toMatchObject({ code: expect.stringMatching(/^aws|^permission/) });
    },
  );

  it('is of any query, in the spelling of AWS', async () => {
    const { measure } = await stage();
    const queries = [
      {
        Id: 'used',
        MetricStat: {
          Metric: {
            Namespace: 'AWS/ECS',
            MetricName: 'CPUUtilization',
            Dimensions: [
              { Name: 'ClusterName', Value: 'prod' },
              { Name: 'ServiceName', Value: 'web' },
            ],
          },
          Period: 60,
          Stat: 'Maximum',
        },
        ReturnData: false,
      },
      { Id: 'free', Expression: '100 - used', Label: 'free CPU' },
    ];
    const source = { kind: 'query', queries } as const;
    const check = metrics('cpu', { kind: 'absolute', min: 50 }, { source, minimumSamples: 2 });

    expect(await measure(check)).toMatchObject({
      kind: 'pass',
      value: 90,
      because: { name: 'free CPU', side: 'at-least', limit: 50, samples: 10 },
    });
  });

  it('is of no minutes before the moment, also where a period of its query began before it', async () => {
    const { rehearsal, measure } = await stage();
    const { clock, control } = rehearsal.sandbox;
    // Three minutes into a period of five.
    await clock.sleep(minutes(8) - (clock.now() % minutes(5)));
    control.behave(imageOf(1), { cpu: 90 });
    const since = clock.now();
    await clock.sleep(minutes(9));
    const Metric = {
      Namespace: 'AWS/ECS',
      MetricName: 'CPUUtilization',
      Dimensions: [
        { Name: 'ClusterName', Value: 'prod' },
        { Name: 'ServiceName', Value: 'web' },
      ],
    };
    const queries = [{ Id: 'used', MetricStat: { Metric, Period: 300, Stat: 'Average' } }];
    const source = { kind: 'query', queries } as const;
    const limit = { kind: 'absolute', min: 80 } as const;
    const check = metrics('cpu', limit, { source, window: minutes(10), minimumSamples: 1 });

    expect(await measure(check, { since })).toMatchObject({ kind: 'pass', value: 90 });
  });

  it('is refused by AWS where a query is none', async () => {
    const { measure } = await stage();
    const source = { kind: 'query', queries: [{ Id: 'q', Expression: '1 +' }] } as const;

    await expect(measure(metrics('cpu', { kind: 'absolute', max: 1 }, { source }))).rejects.toMatchObject({
      code: 'aws.rejected',
    });
  });
});
