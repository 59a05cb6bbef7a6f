import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  ListClustersCommand,
  ListServiceDeploymentsCommand,
  UpdateClusterCommand,
} from '@aws-sdk/client-ecs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { actionGroupOf, actionGroups } from '../../src/sandbox/ecs/action-groups.ts';
import { ecsOperations } from '../../src/sandbox/ecs/operations/index.ts';
import { RateQuotas, type CountedCall } from '../../src/sandbox/rate-quotas.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { clientsOf, refusal } from './clients.ts';
import { jsonRequest } from './wire-requests.ts';

const now = Date.UTC(2026, 0, 15, 9);
const call: CountedCall = { region: 'us-east-1', service: 'ecs', operation: 'DescribeServices', now };

/** How many of so many calls at the same moment come through. */
function through(quotas: RateQuotas, calls: number, changes: Partial<CountedCall> = {}): number {
  let fine = 0;
  for (let number = 0; number < calls; number++) {
    if (quotas.count({ ...call, ...changes }) === undefined) fine += 1;
  }
  return fine;
}

describe('the groups of actions', () => {
  it('hold every operation of ECS that the sandbox has, and every group has one', () => {
    const used = Object.keys(ecsOperations).map((operation) => actionGroupOf(operation));
    expect(used).not.toContain(undefined);
    expect(new Set(used)).toEqual(new Set(Object.keys(actionGroups)));
  });

  it('stand in the documentation as they are', async () => {
    const page = await readFile(new URL('../../docs/sandbox.md', import.meta.url), 'utf8');
    const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    for (const [group, { burst, perSecond }] of Object.entries(actionGroups)) {
      const row = rows.find(([, name]) => name === group);
      const operations = [...(row?.[4] ?? '').matchAll(/`(\w+)`/g)].map(([, operation]) => operation!);
      const held = Object.keys(ecsOperations).filter((operation) => actionGroupOf(operation) === group);
      expect({ group, burst: row?.[2], perSecond: row?.[3], operations: operations.sort() }).toEqual({
        group,
        burst: String(burst),
        perSecond: String(perSecond),
        operations: held.sort(),
      });
    }
  });

  it('know nothing of other names', () => {
    expect(['MakeCoffee', 'toString', '__proto__'].map(actionGroupOf)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('quotas of AWS', () => {
  it('let a burst through at once, then as many calls as flow back', () => {
    const quotas = new RateQuotas('aws');
    expect(through(quotas, 150)).toBe(100);
    expect(through(quotas, 30, { now: now + 49 })).toBe(0);
    expect(through(quotas, 30, { now: now + 50 })).toBe(1);
    expect(through(quotas, 30, { now: now + 1050 })).toBe(20);
    expect(through(quotas, 150, { now: now + 3_600_000 })).toBe(100);
    expect(quotas.status()).toEqual({ mode: 'aws', throttled: 50 + 30 + 29 + 10 + 50 });
  });

  it('count all operations of a group together, groups and regions apart', () => {
    const quotas = new RateQuotas('aws');
    expect(through(quotas, 60)).toBe(60);
    expect(through(quotas, 60, { operation: 'ListServices' })).toBe(40);
    expect(through(quotas, 60, { operation: 'UpdateService' })).toBe(50);
    expect(through(quotas, 60, { operation: 'StopServiceDeployment' })).toBe(0);
    expect(through(quotas, 60, { region: 'eu-west-1' })).toBe(60);
  });

  it('are of ECS alone', () => {
    const quotas = new RateQuotas('aws');
    expect(through(quotas, 1000, { service: 'elbv2', operation: 'DescribeRules' })).toBe(1000);
  });

  it('never let more through than burst and rate allow, whenever the calls come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 300 }),
        fc.constantFrom('UpdateService', 'DeleteTaskDefinitions', 'TagResource'),
        (pauses, operation) => {
          const group = actionGroupOf(operation)!;
          const { burst, perSecond } = actionGroups[group];
          const quotas = new RateQuotas('aws');
          let at = now;
          let fine = 0;
          for (const pause of pauses) {
            at += pause;
            if (quotas.count({ ...call, operation, now: at }) === undefined) fine += 1;
          }
          expect(fine).toBeLessThanOrEqual(burst + ((at - now) / 1000) * perSecond);
        },
      ),
    );
  });

  it('never throttle who keeps to the sustained rate', () => {
    const quotas = new RateQuotas('aws');
    for (let number = 0; number < 500; number++) {
      expect(through(quotas, 1, { operation: 'UpdateService', now: now + number * 200 })).toBe(1);
    }
  });
});

describe('a sandbox with quotas of AWS', () => {
  const looks = (sandbox: Sandbox, count: number): Promise<unknown>[] => {
    const { ecs } = clientsOf(sandbox);
    return Array.from({ length: count }, () => ecs.send(new ListClustersCommand({})));
  };

  it('refuses in the words of AWS what is over, without any effect, and says how much that was', async () => {
    const sandbox = new Sandbox({ quotas: 'aws' });
    const { ecs } = clientsOf(sandbox);
    const answers = await Promise.allSettled(looks(sandbox, 60));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
    expect(await refusal(ecs.send(new DescribeClustersCommand({})))).toEqual({
      name: 'ThrottlingException',
      message: 'Rate exceeded',
    });
    expect(sandbox.control.calls.recent(1)).toMatchObject([{ status: 400, error: 'ThrottlingException' }]);
    expect(sandbox.control.status().quotas).toEqual({ mode: 'aws', throttled: 11 });
    // Other groups have tokens of their own.
    await expect(ecs.send(new ListServiceDeploymentsCommand({ service: 'a' }))).rejects.toMatchObject({
      name: 'ClusterNotFoundException',
    });
  });

  it('lets calls through again as sandbox time passes', async () => {
    const sandbox = new Sandbox({ quotas: 'aws' });
    await Promise.allSettled(looks(sandbox, 60));
    await sandbox.clock.sleep(500);
    const later = await Promise.allSettled(looks(sandbox, 20));
    expect(later.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  });

  it('has one bucket for all callers', async () => {
    const sandbox = new Sandbox({ quotas: 'aws' });
    await Promise.allSettled(looks(sandbox, 50));
    const another = clientsOf(sandbox).ecs;
    expect((await refusal(another.send(new ListClustersCommand({})))).name).toBe('ThrottlingException');
  });

  it('keeps a fault for a call that is not throttled', async () => {
    const sandbox = new Sandbox({ quotas: 'aws' });
    const { ecs } = clientsOf(sandbox);
    for (let number = 0; number < 20; number++) {
      await refusal(ecs.send(new UpdateClusterCommand({ cluster: 'no' })));
    }
    sandbox.control.fault({ operation: 'UpdateCluster', error: 'ServerException', count: 1 });
    const over = await refusal(ecs.send(new UpdateClusterCommand({ cluster: 'no' })));
    await sandbox.clock.sleep(1000);
    const hit = await refusal(ecs.send(new UpdateClusterCommand({ cluster: 'no' })));
    expect([over.name, hit.name]).toEqual(['ThrottlingException', 'ServerException']);
  });

  it('does not count what was not signed', async () => {
    const sandbox = new Sandbox({ quotas: 'aws' });
    const request = jsonRequest('AmazonEC2ContainerServiceV20141113.ListClusters', '{}');
    for (let number = 0; number < 60; number++) {
      const { body } = await sandbox.handle({
        ...request,
        headers: { 'x-amz-target': request.headers['x-amz-target']! },
      });
      expect(body).toContain('MissingAuthenticationTokenException');
    }
    expect(sandbox.control.status().quotas.throttled).toBe(0);
  });

  it('throttles nothing of other services', async () => {
    const sandbox = new Sandbox({ quotas: 'aws' });
    const { sts } = clientsOf(sandbox);
    await Promise.all(Array.from({ length: 200 }, () => sts.send(new GetCallerIdentityCommand({}))));
  });

  it('is full again after a reset', async () => {
    const sandbox = new Sandbox({ quotas: 'aws' });
    await Promise.allSettled(looks(sandbox, 60));
    sandbox.control.reset();
    await Promise.all(looks(sandbox, 50));
    expect(sandbox.control.status().quotas).toEqual({ mode: 'aws', throttled: 0 });
  });
});

describe('a sandbox without quotas', () => {
  it('throttles nobody', async () => {
    const sandbox = new Sandbox();
    const { ecs } = clientsOf(sandbox);
    const asked = Array.from({ length: 300 }, () =>
      refusal(ecs.send(new DescribeServicesCommand({ cluster: 'no', services: ['a'] }))),
    );
    const names = new Set((await Promise.all(asked)).map(({ name }) => name));
    expect(names).toEqual(new Set(['ClusterNotFoundException']));
    expect(sandbox.control.status().quotas).toEqual({ mode: 'none', throttled: 0 });
  });
});
