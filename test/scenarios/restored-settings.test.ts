import { describe, expect, it } from '@jest/globals';
import type { Service, UpdateServiceCommandInput } from '@aws-sdk/client-ecs';
import { minutes } from '../../src/model/duration.ts';
import { rollBack } from '../../src/release/roll-back.ts';
import { anotherRevision } from './another-revision.ts';
import { beginWithCodeDeploy } from './codedeploy-stage.ts';
import { mortal } from './mortal.ts';
import { ref, type Rehearsal } from './rehearsal.ts';
import { beginWith, whatIsLeft } from './strategy-stage.ts';

const otherNetwork = { awsvpcConfiguration: { subnets: ['subnet-2'], securityGroups: ['sg-2'] } };

/** Somebody releases `web:2` and changes the service with it. */
async function releasedWith(rehearsal: Rehearsal, change: Partial<UpdateServiceCommandInput>): Promise<void> {
  const taskDefinition = await anotherRevision(rehearsal, 2);
  await rehearsal.ecs.updateService({ ...ref, taskDefinition, ...change });
  await rehearsal.sandbox.clock.sleep(minutes(20));
  await rehearsal.steady();
}

async function serviceOf({ ecs }: Rehearsal): Promise<Service | undefined> {
  const { services } = await ecs.describeServices({ cluster: ref.cluster, services: [ref.service] });
  return services?.[0];
}

const changed = {
  networkConfiguration: otherNetwork,
  deploymentConfiguration: { minimumHealthyPercent: 50, bakeTimeInMinutes: 9 },
};

describe.each(['ROLLING', 'CANARY'] as const)('a rollback of a %s service', (strategy) => {
  it('restores what came with the release that is left, shows it first, and leaves no note', async () => {
    const rehearsal = await beginWith(strategy);
    const before = await serviceOf(rehearsal);
    await releasedWith(rehearsal, changed);

    const planned = await rehearsal.rollBack({ dryRun: true });
    const result = await rehearsal.rollBack();

    const after = await serviceOf(rehearsal);
    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(after?.networkConfiguration).toEqual(before?.networkConfiguration);
    expect(after?.deploymentConfiguration).toEqual(before?.deploymentConfiguration);
    expect(planned.plan?.restored?.differences).toEqual([
      expect.objectContaining({
        path: 'networkConfiguration.awsvpcConfiguration.securityGroups',
        before: ['sg-2'],
        after: ['sg-1'],
      }),
      expect.objectContaining({ path: 'networkConfiguration.awsvpcConfiguration.subnets' }),
      expect.objectContaining({
        path: 'deploymentConfiguration.minimumHealthyPercent',
        before: 50,
        after: 100,
      }),
      expect.objectContaining({ path: 'deploymentConfiguration.bakeTimeInMinutes', before: 9, after: 2 }),
    ]);
    expect(planned.plan?.restored?.left.map(({ because }) => because.kind)).toEqual(['not-recorded']);
    expect((await whatIsLeft(rehearsal)).notes).toEqual([]);
  });

  it('leaves all of it with --image-only', async () => {
    const rehearsal = await beginWith(strategy);
    await releasedWith(rehearsal, changed);
    const before = await serviceOf(rehearsal);

    const result = await rehearsal.rollBack({ imageOnly: true });

    const after = await serviceOf(rehearsal);
    expect(result.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to: 'web:1' });
    expect(after?.networkConfiguration).toEqual(before?.networkConfiguration);
    expect(after?.deploymentConfiguration).toEqual(before?.deploymentConfiguration);
    expect(result.plan?.restored?.left.map(({ because }) => because.kind)).toEqual(['image-only']);
  });

  it.each([
    ['TagResource', 'before'],
    ['TagResource', 'after'],
    ['UpdateService', 'before'],
    ['UpdateService', 'after'],
  ] as const)('restores it as well where a run was killed at its first %s (%s)', async (operation, death) => {
    const rehearsal = await beginWith(strategy);
    const before = await serviceOf(rehearsal);
    await releasedWith(rehearsal, changed);
    const process = mortal(rehearsal, (call) => (call === operation ? death : undefined));
    // A dead process finds out in vain that nobody answers it.
    rollBack(process.context, request).catch(() => undefined);
    await process.died;

    const result = await rehearsal.rollBack({ ifBusy: 'replace' });

    const after = await serviceOf(rehearsal);
    expect(result.outcome.kind).toBe('rolled-back-as-asked');
    expect(after?.networkConfiguration).toEqual(before?.networkConfiguration);
    expect(after?.deploymentConfiguration).toEqual(before?.deploymentConfiguration);
    expect((await whatIsLeft(rehearsal)).notes).toEqual([]);
  });
});

const request = {
  service: ref,
  timeoutMilliseconds: minutes(30),
  rollback: 'automatic',
  rollbackOnTimeout: false,
  onInterrupt: 'detach',
  ifBusy: 'replace',
  dryRun: false,
} as const;

describe('a rollback', () => {
  it('to what was itself brought back has the bakes and alarms of before that, not those of a way back', async () => {
    const rehearsal = await beginWith('ROLLING');
    const before = await serviceOf(rehearsal);
    await rehearsal.deploy();
    await rehearsal.rollBack();
    await releasedWith(rehearsal, { deploymentConfiguration: { minimumHealthyPercent: 50 } });

    const result = await rehearsal.rollBack({ to: 'web:1' });

    expect(result.outcome.kind).toBe('rolled-back-as-asked');
    expect((await serviceOf(rehearsal))?.deploymentConfiguration).toEqual(before?.deploymentConfiguration);
  });

  it('forgets an old note of what is not to be put back any more', async () => {
    const rehearsal = await beginWith('ROLLING', {
      configuration: {
        bakeTimeInMinutes: 0,
        alarms: { alarmNames: [], enable: false, rollback: false },
      },
    });
    await releasedWith(rehearsal, {});
    await rehearsal.ecs.tagResource({
      resourceArn: (await serviceOf(rehearsal))?.serviceArn ?? '',
      tags: [{ key: 'ecsdeploy:settings', value: 'bake=9' }],
    });

    await rehearsal.rollBack();

    expect((await serviceOf(rehearsal))?.deploymentConfiguration?.bakeTimeInMinutes).toBe(0);
    expect((await whatIsLeft(rehearsal)).notes).toEqual([]);
  });

  it('leaves load balancers whose target group is gone, and says so', async () => {
    const rehearsal = await beginWith('ROLLING');
    const { TargetGroups = [] } = await rehearsal.elbv2.createTargetGroup({
      Name: 'other',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: 'vpc-1',
      TargetType: 'ip',
    });
    const targetGroupArn = TargetGroups[0]?.TargetGroupArn ?? '';
    const { LoadBalancers = [] } = await rehearsal.elbv2.describeLoadBalancers({});
    await rehearsal.elbv2.createListener({
      LoadBalancerArn: LoadBalancers[0]?.LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 8080,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
    });
    await releasedWith(rehearsal, {
      loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 8080 }],
    });
    rehearsal.sandbox.control.fault({
      operation: 'DescribeTargetGroups',
      error: 'TargetGroupNotFoundException',
      count: 1,
    });

    const result = await rehearsal.rollBack();

    expect(result.outcome.kind).toBe('rolled-back-as-asked');
    expect((await serviceOf(rehearsal))?.loadBalancers?.[0]?.targetGroupArn).toBe(targetGroupArn);
    expect(result.plan?.restored?.left).toContainEqual({
      settings: ['loadBalancers'],
      because: { kind: 'gone', what: rehearsal.targetGroupArn },
    });
  });

  it('to a revision of which AWS remembers no release restores nothing, and says so', async () => {
    const rehearsal = await beginWith('ROLLING');
    await anotherRevision(rehearsal, 7);
    const before = await serviceOf(rehearsal);

    const result = await rehearsal.rollBack({ to: 'web:2' });

    expect(result.outcome.kind).toBe('rolled-back-as-asked');
    expect((await serviceOf(rehearsal))?.deploymentConfiguration).toEqual(before?.deploymentConfiguration);
    expect(result.plan?.restored).toMatchObject({
      differences: [],
      left: [
        { because: { kind: 'no-record' } },
        { because: { kind: 'no-record' } },
        { because: { kind: 'not-recorded' } },
      ],
    });
  });

  it('through CodeDeploy says what is not restored', async () => {
    const rehearsal = await beginWithCodeDeploy();
    await rehearsal.deploy();

    const result = await rehearsal.rollBack();

    expect(result.outcome.kind).toBe('rolled-back-as-asked');
    expect(result.plan?.restored?.left.map(({ because }) => because.kind)).toEqual([
      'codedeploy',
      'not-recorded',
    ]);
  });

  it('that AWS refuses says how to go back without the settings', async () => {
    const rehearsal = await beginWith('ROLLING');
    await releasedWith(rehearsal, changed);
    rehearsal.sandbox.control.fault({ operation: 'UpdateService', error: 'InvalidParameterException' });

    await expect(rehearsal.rollBack()).rejects.toMatchObject({
      code: 'aws.rejected',
      suggestions: [expect.stringContaining('--image-only')],
    });
  });
});
