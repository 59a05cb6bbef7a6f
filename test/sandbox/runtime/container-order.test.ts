import type { ContainerCondition, ContainerDefinition } from '@aws-sdk/client-ecs';
import { describe, expect, it } from '@jest/globals';
import {
  isAwaitedToEnd,
  networkOwner,
  nextToStop,
  readiness,
  type Progress,
} from '../../../src/sandbox/runtime/docker/container-order.ts';

function container(
  name: string,
  needs: Record<string, ContainerCondition> = {},
  essential = true,
): ContainerDefinition {
  const dependsOn = Object.entries(needs).map(([containerName, condition]) => ({ containerName, condition }));
  return { name, essential, dependsOn };
}

const waiting: Progress = { phase: 'waiting' };
const starting: Progress = { phase: 'starting' };
const running: Progress = { phase: 'running', isHealthy: false };
const healthy: Progress = { phase: 'running', isHealthy: true };
const succeeded: Progress = { phase: 'stopped', exitCode: 0 };
const failed: Progress = { phase: 'stopped', exitCode: 1 };

describe('when a container starts', () => {
  it.each<[ContainerCondition, Progress, 'start' | 'wait' | 'never']>([
    ['START', waiting, 'wait'],
    ['START', starting, 'wait'],
    ['START', running, 'start'],
    ['START', failed, 'start'],
    ['HEALTHY', running, 'wait'],
    ['HEALTHY', healthy, 'start'],
    ['HEALTHY', succeeded, 'never'],
    ['COMPLETE', running, 'wait'],
    ['COMPLETE', healthy, 'wait'],
    ['COMPLETE', failed, 'start'],
    ['SUCCESS', running, 'wait'],
    ['SUCCESS', succeeded, 'start'],
    ['SUCCESS', failed, 'never'],
    ['SUCCESS', { phase: 'stopped', exitCode: undefined }, 'never'],
  ])('waits for %s of one that is %j: %s', (condition, progress, expected) => {
    expect(readiness(container('web', { other: condition }), undefined, () => progress)).toBe(expected);
  });

  it('waits for the one whose network it shares', () => {
    const sidecar = container('sidecar');
    expect(readiness(sidecar, 'web', () => starting)).toBe('wait');
    expect(readiness(sidecar, 'web', () => running)).toBe('start');
    expect(readiness(sidecar, 'web', () => failed)).toBe('never');
    expect(readiness(container('web'), 'web', () => waiting)).toBe('start');
  });
});

describe('whose network is that of the task', () => {
  it('is that of the container with the port of the load balancer', () => {
    expect(networkOwner([container('log'), container('web')], new Set(['web']))).toBe('web');
  });

  it('is that of the first essential one otherwise', () => {
    expect(networkOwner([container('log', {}, false), container('web')], new Set())).toBe('web');
  });

  it('is that of one which starts before those that need it', () => {
    const containers = [container('web', { proxy: 'HEALTHY' }), container('proxy')];
    expect(networkOwner(containers, new Set(['web']))).toBe('proxy');
  });

  it('is never that of one which ends before the others start', () => {
    const containers = [container('migrate', {}, false), container('web', { migrate: 'SUCCESS' })];
    expect(networkOwner(containers, new Set())).toBe('web');
    expect(containers.map((one) => isAwaitedToEnd(one, containers))).toEqual([true, false]);
  });
});

describe('the order of stopping', () => {
  it('is that of starting, from its end', () => {
    const containers = [container('db'), container('web', { db: 'HEALTHY' }), container('log')];
    expect(nextToStop(containers, new Set(['db', 'web', 'log']))).toEqual(['web', 'log']);
    expect(nextToStop(containers, new Set(['db']))).toEqual(['db']);
  });
});
