import { describe, expect, it } from '@jest/globals';
import type { PastRelease } from '../../../src/model/past-release.ts';
import { chooseDigest } from '../../../src/release/promote/choose-digest.ts';
import { pairContainers } from '../../../src/release/promote/pair-containers.ts';
import { whyNotProven } from '../../../src/release/promote/why-not-proven.ts';

const release = (change: Partial<PastRelease>): PastRelease => ({
  id: 'one',
  source: 'ecs',
  createdAt: 1_000,
  outcome: 'succeeded',
  origin: {},
  serves: false,
  ...change,
});
const primary = {
  id: 'ecs-svc/1',
  status: 'PRIMARY',
  taskDefinition: 'web:2',
  desiredCount: 1,
  runningCount: 1,
  pendingCount: 0,
  failedTasks: 0,
  createdAt: 1_000,
  updatedAt: 1_000,
};
const standing = (rolloutState: string, desiredCount = 1) => ({
  deployments: [{ ...primary, rolloutState }],
  desiredCount,
});

describe('whether what an environment runs is proven', () => {
  it.each<[string, Parameters<typeof whyNotProven>[0], string | undefined]>([
    [
      'it has succeeded',
      { service: standing('COMPLETED'), releases: [release({ serves: true })] },
      undefined,
    ],
    ['AWS has forgotten the release', { service: standing('COMPLETED'), releases: [] }, undefined],
    [
      'a deployment is in progress',
      { service: standing('COMPLETED'), inProgress: primary, releases: [] },
      'in-progress',
    ],
    [
      'the history says so first',
      { service: standing('COMPLETED'), releases: [release({ outcome: 'in-progress' })] },
      'in-progress',
    ],
    ['tasks are still coming up', { service: standing('IN_PROGRESS'), releases: [] }, 'in-progress'],
    [
      'it was rolled back',
      {
        service: standing('COMPLETED'),
        releases: [release({ outcome: 'rolled-back' }), release({ serves: true })],
      },
      'went-back',
    ],
    [
      'it failed and serves',
      { service: standing('COMPLETED'), releases: [release({ outcome: 'failed', serves: true })] },
      'failed',
    ],
    [
      'it was stopped and serves',
      { service: standing('COMPLETED'), releases: [release({ outcome: 'stopped', serves: true })] },
      'failed',
    ],
    ['AWS calls it failed, and has no history', { service: standing('FAILED'), releases: [] }, 'failed'],
    [
      'it was taken back, and serves still',
      { service: standing('COMPLETED'), releases: [release({ origin: { takenBackAt: 2_000 } })] },
      'failed',
    ],
    [
      'nothing is to run',
      { service: standing('COMPLETED', 0), releases: [release({ serves: true })] },
      'no-tasks',
    ],
  ])('%s', (_, circumstances, why) => {
    expect(whyNotProven(circumstances)?.why).toBe(why);
  });
});

describe('the digest of what runs', () => {
  it('is the first candidate that everything which runs is under', () => {
    const index = { digest: 'i', under: ['i', 'a', 'b'] };

    expect(chooseDigest(['a'], [{ digest: 'x', under: ['x'] }, index])).toBe('i');
    expect(chooseDigest(['a', 'b'], [index])).toBe('i');
  });

  it('is what the tasks tell where nothing is known of it, and unknown where they differ', () => {
    expect(chooseDigest(['a'], [{ digest: 'x', under: ['x'] }])).toBe('a');
    expect(chooseDigest(['a', 'b'], [{ digest: 'x', under: ['x', 'a'] }])).toBeUndefined();
  });
});

describe('which container takes the image of which', () => {
  const takers = (names: readonly string[], containers?: readonly string[]) => ({
    definition: { family: 'web', containerDefinitions: names.map((name) => ({ name })) },
    containers,
  });

  it('is told by their names, or by being the only one on both sides', () => {
    const pairs = [{ container: 'app', there: 'app' }];

    expect(pairContainers(takers(['app', 'proxy'], ['app']), takers(['app', 'log']))).toEqual({
      kind: 'paired',
      pairs,
    });
    expect(pairContainers(takers(['app', 'proxy']), takers(['app', 'log'], ['app']))).toEqual({
      kind: 'paired',
      pairs,
    });
    expect(pairContainers(takers(['web']), takers(['app']))).toEqual({
      kind: 'paired',
      pairs: [{ container: 'web', there: 'app' }],
    });
  });

  it('is not guessed', () => {
    expect(pairContainers(takers(['app', 'proxy']), takers(['app', 'proxy'])).kind).toBe('ambiguous');
    expect(pairContainers(takers(['web']), takers(['app', 'proxy'])).kind).toBe('missing');
    expect(pairContainers(takers(['app', 'job'], ['app', 'job']), takers(['app'])).kind).toBe('missing');
  });
});
