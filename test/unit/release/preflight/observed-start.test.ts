import { describe, expect, it } from '@jest/globals';
import { judgeGracePeriod } from '../../../../src/release/preflight/checks/grace-period.ts';
import { observedStart } from '../../../../src/release/preflight/observed-start.ts';
import { aService, aSubject, inBrief } from './a-subject.ts';

const said = (at: number, what: string) => ({
  id: `e${at}`,
  at: at * 1_000,
  message: `(service web) ${what}`,
});

/** A release as AWS tells it, the newest event first. */
const release = (from: number, healthy: number, end: number) =>
  [
    said(from - 30, 'has started 2 tasks: (task a) (task b).'),
    said(from, 'registered 2 targets in (target-group tg)'),
    said(healthy, 'has begun draining connections on 2 tasks.'),
    said(healthy, 'deregistered 2 targets in (target-group tg)'),
    said(end, `(deployment ecs-svc/${from}) deployment completed.`),
    said(end + 1, 'has reached a steady state.'),
  ].reverse();

describe('how long targets took to become healthy', () => {
  it('is the time from their registration until the first old one leaves', () => {
    expect(observedStart(release(100, 145, 500), { keepsAll: true })).toBe(45_000);
  });

  it('is told by the old ones that had to wait, where others have left before', () => {
    const events = [...release(100, 120, 500), said(71, 'has begun draining connections on 1 tasks.')];

    expect(observedStart(events, { keepsAll: false })).toBe(20_000);
  });

  it('is not told by an old one that need not have waited, nor by the end, for which all had to leave', () => {
    const early = said(71, 'has begun draining connections on 2 tasks.');
    const others = release(100, 120, 500).filter(({ message }) => !message.includes('draining'));

    expect(observedStart(release(100, 101, 500), { keepsAll: false })).toBeUndefined();
    expect(observedStart([...others, early], { keepsAll: false })).toBeUndefined();
  });

  it('is the time until the end of a first release, for which nothing had to leave', () => {
    const events = release(100, 120, 130).filter(({ message }) => !message.includes('draining'));

    expect(observedStart(events, { keepsAll: true })).toBe(30_000);
  });

  it('is that of the newest release', () => {
    const events = [...release(1_000, 1_020, 1_100), ...release(100, 190, 300)];

    expect(observedStart(events, { keepsAll: true })).toBe(20_000);
  });

  it.each([
    ['no event', []],
    ['no release that was completed', release(100, 145, 500).slice(2)],
    [
      'a release whose targets AWS has not told of again',
      release(100, 145, 500).filter(({ at }) => at !== 100_000),
    ],
  ])('is unknown with %s', (_, events) => {
    expect(observedStart(events, { keepsAll: true })).toBeUndefined();
  });
});

describe('the grace period', () => {
  const group = { healthCheckIntervalSeconds: 10, unhealthyThreshold: 2 };
  const events = release(100, 190, 300);

  it.each([
    ['shorter than targets took', 60, 'warning: grace-too-short'],
    ['as long as they took', 90, 'passed'],
    ['none, and health checks that give up before', 0, 'warning: grace-too-short'],
  ])('%s: %s', (_, healthCheckGracePeriodSeconds, expected) => {
    const subject = aSubject({ service: aService({ events }), settings: { healthCheckGracePeriodSeconds } });

    expect(inBrief(judgeGracePeriod(subject, group))).toBe(expected);
  });

  it('need not be longer than the health checks have patience', () => {
    const subject = aSubject({ service: aService({ events }) });

    const patient = { healthCheckIntervalSeconds: 30, unhealthyThreshold: 3 };

    expect(inBrief(judgeGracePeriod(subject, patient))).toBe('passed');
  });

  it('is skipped where traffic shifts: old tasks stay long after the new ones are healthy', () => {
    const service = aService({ events });
    const shifting = { ...service, settings: { ...service.settings, strategy: 'CANARY' } };

    expect(inBrief(judgeGracePeriod(aSubject({ service: shifting }), group))).toBe('skipped: no-observation');
  });

  it('is held against a release by the settings that it had', () => {
    const left = [...release(100, 105, 300)];
    const subject = aSubject({
      service: aService({ events: left }),
      settings: { minimumHealthyPercent: 50 },
    });

    expect(inBrief(judgeGracePeriod(subject, group))).toBe('passed');
  });

  it('is skipped where nothing was observed', () => {
    expect(inBrief(judgeGracePeriod(aSubject(), group))).toBe('skipped: no-observation');
  });
});
