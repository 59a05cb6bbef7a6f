import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ServiceSettings } from '../../../src/aws/service-state.ts';
import { strategies } from '../../../src/model/lifecycle.ts';
import type { PastRelease } from '../../../src/model/past-release.ts';
import { configurationToRestore } from '../../../src/release/restore/configuration-to-restore.ts';
import { membersToRestore } from '../../../src/release/restore/members-to-restore.ts';
import { configuredBy } from '../../../src/release/restore/record-of.ts';

const network = (...subnets: string[]) => ({ awsvpcConfiguration: { subnets, securityGroups: ['sg-1'] } });

describe('what a service revision holds', () => {
  it.each([
    [
      'nothing, in another order',
      { networkConfiguration: network('a', 'b') },
      { networkConfiguration: network('b', 'a') },
      {},
    ],
    ['nothing, with a default spelled out', { loadBalancers: [] }, {}, {}],
    [
      'a Service Connect that is off, where there was none',
      { serviceConnectConfiguration: { enabled: true } },
      {},
      { serviceConnectConfiguration: { enabled: false } },
    ],
    ['no volumes', { volumeConfigurations: [{ name: 'data' }] }, {}, { volumeConfigurations: [] }],
    [
      'the launch type, by an empty strategy',
      { capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }] },
      { launchType: 'FARGATE' },
      { capacityProviderStrategy: [] },
    ],
    [
      'a version that was pinned',
      { platformVersion: '1.4.0' },
      { platformVersion: '1.3.0' },
      { platformVersion: '1.3.0' },
    ],
  ])('gives back %s', (_, now, then, members) => {
    expect(membersToRestore({ now, then }, '1.4.0')).toMatchObject({ members, left: [] });
    expect(Object.keys(membersToRestore({ now, then }, '1.4.0').members)).toEqual(Object.keys(members));
  });

  it.each([
    ['follows-latest', { platformVersion: '1.5.0' }, { platformVersion: '1.4.0' }],
    ['not-updatable', { launchType: 'FARGATE' }, { launchType: 'EC2' }],
    ['not-updatable', { networkConfiguration: network('a') }, {}],
    ['not-updatable', { overrides: { runtimePlatform: {}, x: 1 } }, {}],
  ])('leaves, as %s, %j', (kind, now, then) => {
    const { members, left, differences } = membersToRestore({ now, then }, 'LATEST');

    expect([members, differences]).toEqual([{}, []]);
    expect(left.map(({ because }) => because.kind)).toEqual([kind]);
  });

  it('shows no secret of a log driver', () => {
    const withToken = (token: string) => ({
      serviceConnectConfiguration: {
        enabled: true,
        logConfiguration: { logDriver: 'splunk', options: { 'splunk-token': token } },
      },
    });

    const { differences } = membersToRestore(
      { now: withToken('abcd-1'), then: withToken('abcd-2') },
      undefined,
    );

    expect(differences).toEqual([expect.objectContaining({ kind: 'changed', masked: true })]);
    expect(JSON.stringify(differences)).not.toContain('abcd');
  });
});

const settings = fc.record({
  strategy: fc.constantFrom(...strategies),
  minimumHealthyPercent: fc.integer({ min: 0, max: 100 }),
  maximumPercent: fc.integer({ min: 101, max: 200 }),
  bakeTimeInMinutes: fc.integer({ min: 0, max: 20 }),
  circuitBreaker: fc.boolean().map((enable) => ({ enable, rollback: enable })),
  alarms: fc.option(
    fc.record({
      names: fc.uniqueArray(fc.constantFrom('a', 'b'), { minLength: 1 }),
      enable: fc.boolean(),
      rollback: fc.boolean(),
    }),
    { nil: undefined },
  ),
  hooks: fc.subarray([
    { targetType: 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] },
    {
      hookTargetArn: 'arn:aws:lambda:us-east-1:123456789012:function:ask',
      lifecycleStages: ['POST_SCALE_UP'],
    },
  ]),
  earlySuccess: fc.boolean().map((enable) => ({ enable })),
});

describe('a deployment configuration', () => {
  it('is restored once: then nothing differs any more', () => {
    fc.assert(
      fc.property(settings, settings, (live: ServiceSettings, then: ServiceSettings) => {
        const { restored } = configurationToRestore(live, then);

        expect(configurationToRestore(restored, then)).toMatchObject({
          settings: {},
          lifecycleHooks: undefined,
          differences: [],
        });
        expect(restored.strategy).toBe(then.strategy);
        expect(restored.bakeTimeInMinutes).toBe(then.bakeTimeInMinutes);
        expect(restored.hooks).toEqual(then.hooks);
        expect(restored.alarms?.enable ?? false).toBe(then.alarms?.enable ?? false);
      }),
    );
  });
});

const release = (id: string, revision: number, more: Partial<PastRelease> = {}): PastRelease => ({
  id,
  source: 'ecs',
  taskDefinition: `web:${String(revision)}`,
  createdAt: Number(id.slice(1)),
  outcome: 'succeeded',
  origin: {},
  serves: false,
  ...more,
});

describe('whose record says how a service was configured', () => {
  const [bad, back, left, first] = [release('d4', 3), release('d3', 1), release('d2', 2), release('d1', 1)];

  it('is the release itself', () => {
    expect(configuredBy(left, [bad, back, left, first], undefined)).toEqual({
      kind: 'release',
      release: left,
    });
  });

  it('is what a way back went back to', () => {
    expect(configuredBy(back, [bad, back, left, first], undefined)).toEqual({
      kind: 'release',
      release: first,
    });
  });

  it('is nobody where that is forgotten', () => {
    const takenBack = { ...left, origin: { takenBackAt: 5 } };

    expect(configuredBy(back, [bad, back, takenBack], undefined)).toEqual({ kind: 'was-way-back' });
  });

  it('is the original of a copy', () => {
    const copy = release('d3', 5);

    expect(configuredBy(copy, [bad, copy, left, first], 'web:1')).toEqual({
      kind: 'release',
      release: first,
    });
    expect(configuredBy(copy, [bad, copy, left], 'web:1')).toEqual({ kind: 'was-way-back' });
  });

  it('is a release of what served already', () => {
    const again = release('d2', 1);

    expect(configuredBy(again, [bad, again, first], undefined)).toEqual({ kind: 'release', release: again });
  });
});
