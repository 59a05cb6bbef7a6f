import { describe, expect, it } from '@jest/globals';
import { exitCodeOfError } from '../../src/cli/exit-codes.ts';
import { EcsdeployError } from '../../src/model/error.ts';
import type { ReleaseDetails } from '../../src/model/release-history.ts';
import { showRelease } from '../../src/release/history/show-release.ts';
import { beginWithCodeDeploy } from './codedeploy-stage.ts';
import { imageOf, ref, Rehearsal } from './rehearsal.ts';

const broken = { stoppedReason: 'CannotPullContainerError: failed to resolve ref: not found' };
const image = (version: number) => ({ images: [{ image: imageOf(version) }] });

function show(rehearsal: Rehearsal, release: string): Promise<ReleaseDetails> {
  return showRelease(rehearsal.context(), { service: ref, release });
}

async function refusal(work: Promise<unknown>): Promise<EcsdeployError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof EcsdeployError) return error;
  throw new Error('nothing was refused');
}

describe('one release at length', () => {
  it('tells its times, why it went back, and what it changed', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();
    rehearsal.sandbox.control.behave(imageOf(3), broken);
    const settings = { circuitBreaker: { enable: true, rollback: true }, minimumHealthyPercent: 50 };
    await rehearsal.deploy({ ...image(3), commit: 'abc1234def', settings });

    const details = await show(rehearsal, 'abc1234');

    expect(details.release).toMatchObject({ outcome: 'rolled-back' });
    expect(details.before?.taskDefinition).toMatch(/web:2$/);
    expect(details.phases.map(({ name }) => name)).toEqual(['created', 'started', 'rollback', 'finished']);
    expect(details.phases[2]).toMatchObject({
      message: 'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    });
    expect(details.circuitBreaker).toMatchObject({ status: 'TRIGGERED', threshold: 3 });
    expect(details.differences.taskDefinition).toEqual([
      {
        path: 'containerDefinitions[app].image',
        kind: 'changed',
        before: imageOf(2),
        after: imageOf(3),
        masked: false,
      },
    ]);
    expect(details.differences.settings).toContainEqual({
      path: 'deploymentConfiguration.minimumHealthyPercent',
      kind: 'changed',
      before: 100,
      after: 50,
      masked: false,
    });
    expect(details.missing).toEqual([]);
  });

  it('tells the network that it changed, and hides what may be secret', async () => {
    const rehearsal = await Rehearsal.begin();
    const { taskDefinition } = await rehearsal.ecs.registerTaskDefinition({
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
      containerDefinitions: [
        { name: 'app', image: imageOf(1), environment: [{ name: 'PASSWORD', value: 'hunter2secret' }] },
      ],
    });
    await rehearsal.ecs.updateService({
      cluster: 'prod',
      service: 'web',
      taskDefinition: taskDefinition?.taskDefinitionArn,
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-2'], securityGroups: ['sg-1'] } },
    });
    await rehearsal.steady();

    const { differences } = await show(rehearsal, 'web:2');

    expect(differences.settings).toEqual([
      expect.objectContaining({
        path: 'networkConfiguration.awsvpcConfiguration.subnets',
        before: ['subnet-1'],
        after: ['subnet-2'],
      }),
    ]);
    expect(JSON.stringify(differences)).not.toContain('hunter2secret');
    expect(differences.taskDefinition).toContainEqual(
      expect.objectContaining({ path: expect.stringContaining('environment'), masked: true }),
    );
  });

  it('has the first release without one before', async () => {
    const rehearsal = await Rehearsal.begin();

    const details = await show(rehearsal, 'web:1');

    expect(details.before).toBeUndefined();
    expect(details.differences).toEqual({ taskDefinition: undefined, settings: undefined });
  });

  it('tells the lifecycle events of CodeDeploy, each with its time', async () => {
    const rehearsal = await beginWithCodeDeploy();
    await rehearsal.deploy();
    await rehearsal.deploy(image(3));

    const details = await show(rehearsal, 'web:3');

    expect(details.release.source).toBe('codedeploy');
    expect(details.phases.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['created', 'Install', 'AllowTraffic', 'finished']),
    );
    expect(details.phases.find(({ name }) => name === 'Install')?.endedAt).toBeGreaterThan(0);
    expect(details.before?.taskDefinition).toMatch(/web:2$/);
    expect(details.differences.taskDefinition).toHaveLength(1);
  });

  it('names what could not be read, and tells the rest', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy();
    const { release } = await show(rehearsal, 'web:2');
    rehearsal.sandbox.control.fault({
      operation: 'DescribeTaskDefinition',
      error: 'AccessDeniedException',
    });

    const details = await show(rehearsal, release.id);

    expect(details.release.outcome).toBe('succeeded');
    expect(details.missing.map(({ what }) => what)).toEqual(['task definitions']);
  });

  it('refuses a name that fits none, and one that fits several, with those that there are', async () => {
    const rehearsal = await Rehearsal.begin();
    await rehearsal.deploy({ commit: 'abc1234aaa' });
    await rehearsal.deploy({ ...image(3), commit: 'abc1234bbb' });

    const unknown = await refusal(show(rehearsal, 'v9'));
    const ambiguous = await refusal(show(rehearsal, 'abc1234'));

    expect([unknown.code, exitCodeOfError(unknown)]).toEqual(['release.not_found', 5]);
    expect(unknown.suggestions.join('\n')).toContain('web:3');
    expect([ambiguous.code, exitCodeOfError(ambiguous)]).toEqual(['usage.ambiguous_release', 2]);
    expect(ambiguous.suggestions.join('\n')).toMatch(/web:3[^]*web:2/);
  });
});
