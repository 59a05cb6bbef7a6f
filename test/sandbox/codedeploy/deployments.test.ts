import { createHash } from 'node:crypto';
import type { CreateDeploymentCommandInput, RevisionLocation } from '@aws-sdk/client-codedeploy';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { refusal } from '../clients.ts';
import { signedFor } from '../wire-requests.ts';
import { appSpec, groupScene, type GroupScene } from './a-group.ts';

let scene: GroupScene;
let codedeploy: GroupScene['codedeploy'];
beforeEach(() => startScene());

async function startScene(type?: 'network'): Promise<void> {
  scene = groupScene(type);
  codedeploy = scene.codedeploy;
  await codedeploy.createApplication({ applicationName: 'shop', computePlatform: 'ECS' });
  pass(120);
}

const names = { applicationName: 'shop', deploymentGroupName: 'web' };
const waits = (ready: 'CONTINUE_DEPLOYMENT' | 'STOP_DEPLOYMENT', waitTimeInMinutes: number) => ({
  blueGreenDeploymentConfiguration: {
    deploymentReadyOption: { actionOnTimeout: ready, waitTimeInMinutes },
    terminateBlueInstancesOnDeploymentSuccess: {
      action: 'TERMINATE' as const,
      terminationWaitTimeInMinutes: 5,
    },
  },
});

const group = (changes: Parameters<GroupScene['groupInput']>[0] = {}) =>
  codedeploy.createDeploymentGroup(scene.groupInput(changes));
const inline = (content = appSpec(scene.register('registry.test/web:2')), sha256?: string) =>
  ({
    revisionType: 'AppSpecContent',
    appSpecContent: { content, ...(sha256 !== undefined && { sha256 }) },
  }) as const;
const create = (changes: Partial<CreateDeploymentCommandInput> = {}) =>
  codedeploy.createDeployment({ ...names, revision: inline(), ...changes });
async function created(changes: Partial<CreateDeploymentCommandInput> = {}): Promise<string> {
  return (await create(changes)).deploymentId!;
}
const info = async (deploymentId: string) =>
  (await codedeploy.getDeployment({ deploymentId })).deploymentInfo!;
function pass(seconds: number): void {
  scene.sandbox.control.advance(seconds * 1000);
}

describe('CreateDeployment', () => {
  it('begins a deployment that tells what was asked for', async () => {
    await group({ autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] } });
    const revision = inline();
    const deploymentId = await created({ revision, description: 'release 2' });
    expect(deploymentId).toMatch(/^d-[A-Z0-9]{9}$/);
    expect(await info(deploymentId)).toMatchObject({
      ...names,
      deploymentId,
      deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
      status: 'Created',
      creator: 'user',
      description: 'release 2',
      revision,
      createTime: new Date(scene.sandbox.clock.now()),
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      instanceTerminationWaitTimeStarted: false,
      computePlatform: 'ECS',
    });
  });

  it('lets a deployment have its own configuration, rollback and alarms', async () => {
    await group({ alarmConfiguration: { enabled: true, alarms: [{ name: 'errors' }] } });
    const deploymentId = await created({
      deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_REQUEST'] },
      overrideAlarmConfiguration: { enabled: false, alarms: [] },
    });
    expect(await info(deploymentId)).toMatchObject({
      deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_REQUEST'] },
      overrideAlarmConfiguration: { enabled: false, alarms: [] },
    });
  });

  it('refuses a second one while the first has not ended, also during its termination wait', async () => {
    await group(waits('CONTINUE_DEPLOYMENT', 0));
    const first = await created();
    const busy = {
      name: 'DeploymentLimitExceededException',
      message: `The Deployment Group 'web' already has an active Deployment '${first}'`,
    };
    expect(await refusal(create())).toEqual(busy);
    pass(180);
    expect((await info(first)).instanceTerminationWaitTimeStarted).toBe(true);
    expect(await refusal(create())).toEqual(busy);
    pass(300);
    expect((await info(first)).status).toBe('Succeeded');
    await created();
  });

  it('takes the AppSpec also as String, and with its SHA-256', async () => {
    await group();
    const content = appSpec(scene.register());
    const sha256 = createHash('sha256').update(content).digest('hex');
    const first = await created({ revision: inline(content, sha256) });
    await codedeploy.stopDeployment({ deploymentId: first });
    await created({ revision: { revisionType: 'String', string: { content, sha256 } } });
  });

  it('takes the AppSpec from a bucket', async () => {
    await group();
    const put = async (path: string, body: string) =>
      await scene.sandbox.handle({
        method: 'PUT',
        path,
        query: new URLSearchParams(),
        headers: { authorization: signedFor('s3') },
        body,
      });
    const inS3 = (changes: RevisionLocation['s3Location'] = {}): RevisionLocation => ({
      revisionType: 'S3',
      s3Location: { bucket: 'specs', key: 'web.json', bundleType: 'JSON', ...changes },
    });
    expect((await refusal(create({ revision: inS3() }))).name).toBe('RevisionDoesNotExistException');
    await put('/specs', '');
    const taskDefinition = scene.register();
    const { headers } = await put('/specs/web.json', appSpec(taskDefinition));
    expect(await refusal(create({ revision: inS3({ bundleType: 'zip' }) }))).toEqual({
      name: 'InvalidRevisionException',
      message: 'BundleType must be either YAML or JSON',
    });
    expect((await refusal(create({ revision: inS3({ eTag: 'other' }) }))).name).toBe(
      'RevisionDoesNotExistException',
    );
    const revision = inS3({ eTag: headers['etag'] });
    const deploymentId = await created({ revision });
    expect((await info(deploymentId)).revision).toEqual(revision);
    pass(180);
    expect(scene.sandbox.world.codedeploy.deployments.get(deploymentId)?.status).toBe('Succeeded');
  });

  it('refuses a revision that it cannot use', async () => {
    await group();
    expect(await refusal(create({ revision: undefined }))).toEqual({
      name: 'RevisionRequiredException',
      message: 'RevisionLocation must be specified',
    });
    const revisions: RevisionLocation[] = [
      inline(appSpec(scene.register()), 'a'.repeat(64)),
      inline('{'),
      inline(appSpec('web:7')),
      inline(''),
      { revisionType: 'GitHub', gitHubLocation: { repository: 'a/b', commitId: 'c' } },
    ];
    for (const revision of revisions) {
      expect((await refusal(create({ revision }))).name).toBe('InvalidRevisionException');
    }
    expect((await codedeploy.listDeployments(names)).deployments).toEqual([]);
  });

  it('refuses what does not exist or is too long', async () => {
    expect((await refusal(create())).message).toBe('No Deployment Group found for name: web');
    expect((await refusal(create({ applicationName: 'nope' }))).message).toBe(
      'No application found for name: nope',
    );
    await group();
    expect((await refusal(create({ deploymentGroupName: undefined }))).name).toBe(
      'DeploymentGroupNameRequiredException',
    );
    expect((await refusal(create({ deploymentConfigName: 'mine' }))).message).toBe(
      'No deployment configuration found for name: mine',
    );
    expect((await refusal(create({ description: 'x'.repeat(257) }))).name).toBe(
      'DescriptionTooLongException',
    );
    expect((await refusal(create({ deploymentMode: 'RESTART' }))).name).toBe('InvalidInputException');
    expect((await refusal(create({ autoRollbackConfiguration: { enabled: true, events: [] } }))).name).toBe(
      'InvalidAutoRollbackConfigException',
    );
  });

  it('refuses to move traffic in parts behind a network load balancer', async () => {
    await startScene('network');
    await group();
    expect(
      await refusal(create({ deploymentConfigName: 'CodeDeployDefault.ECSLinear10PercentEvery1Minutes' })),
    ).toEqual({
      name: 'InvalidTrafficRoutingConfigurationException',
      message:
        'Only ALB supports gradual traffic routing, use AllAtOnce Traffic routing instead when you create/update Deployment group.',
    });
  });
});

describe('the list of deployments', () => {
  it('is newest first, of one group or of all, by status and time', async () => {
    await group();
    const first = await created();
    const firstAt = new Date(scene.sandbox.clock.now());
    pass(180);
    const second = await created();
    const list = async (changes: object = {}) =>
      (await codedeploy.listDeployments({ ...names, ...changes })).deployments;
    expect(await list()).toEqual([second, first]);
    expect((await codedeploy.listDeployments({})).deployments).toEqual([second, first]);
    expect(await list({ includeOnlyStatuses: ['Created', 'InProgress'] })).toEqual([second]);
    expect(await list({ createTimeRange: { end: firstAt } })).toEqual([first]);
    expect(await list({ createTimeRange: { start: new Date(firstAt.getTime() + 1) } })).toEqual([second]);
    expect((await refusal(list({ createTimeRange: { start: new Date(1000), end: new Date(0) } }))).name).toBe(
      'InvalidTimeRangeException',
    );
    expect((await refusal(list({ includeOnlyStatuses: ['Done'] }))).name).toBe(
      'InvalidDeploymentStatusException',
    );
    expect((await refusal(list({ deploymentGroupName: undefined }))).name).toBe(
      'DeploymentGroupNameRequiredException',
    );
    const both = await codedeploy.batchGetDeployments({ deploymentIds: [first, second, 'd-AAAAAAAAA'] });
    expect(both.deploymentsInfo?.map(({ deploymentId }) => deploymentId)).toEqual([first, second]);
    const many = Array.from({ length: 26 }, () => first);
    expect((await refusal(codedeploy.batchGetDeployments({ deploymentIds: many }))).name).toBe(
      'BatchLimitExceededException',
    );
  });

  it('is what the group tells of its last ones', async () => {
    await group();
    const first = await created();
    pass(180);
    const second = await created();
    const { deploymentGroupInfo } = await codedeploy.getDeploymentGroup(names);
    expect(deploymentGroupInfo).toMatchObject({
      lastSuccessfulDeployment: { deploymentId: first, status: 'Succeeded' },
      lastAttemptedDeployment: { deploymentId: second, status: 'Created' },
      targetRevision: { revisionType: 'AppSpecContent' },
    });
    expect((await info(second)).previousRevision).toEqual((await info(first)).revision);
  });
});

describe('the target of a deployment', () => {
  it('is there once the deployment has started', async () => {
    await group();
    const deploymentId = await created();
    const notStarted = {
      name: 'DeploymentNotStartedException',
      message: 'The specified deployment has not started.',
    };
    const target = (targetId: string) => codedeploy.getDeploymentTarget({ deploymentId, targetId });
    expect(await refusal(target('demo:web'))).toEqual(notStarted);
    expect(await refusal(codedeploy.listDeploymentTargets({ deploymentId }))).toEqual(notStarted);
    pass(4);
    expect((await codedeploy.listDeploymentTargets({ deploymentId })).targetIds).toEqual(['demo:web']);
    const filtered = await codedeploy.listDeploymentTargets({
      deploymentId,
      targetFilters: { TargetStatus: ['Failed'] },
    });
    expect(filtered.targetIds).toEqual([]);
    const { deploymentTarget } = await target('demo:web');
    expect(deploymentTarget).toMatchObject({
      deploymentTargetType: 'ECSTarget',
      ecsTarget: {
        deploymentId,
        targetId: 'demo:web',
        targetArn: 'arn:aws:ecs:us-east-1:123456789012:service/demo/web',
        status: 'InProgress',
      },
    });
    const batch = await codedeploy.batchGetDeploymentTargets({ deploymentId, targetIds: ['demo:web'] });
    expect(batch.deploymentTargets).toEqual([deploymentTarget]);
    expect((await refusal(target('demo:api'))).name).toBe('DeploymentTargetDoesNotExistException');
  });

  it('is spelled on the wire as the model spells it', async () => {
    await group();
    const deploymentId = await created();
    pass(180);
    const { deploymentTarget } = await codedeploy.getDeploymentTarget({ deploymentId, targetId: 'demo:web' });
    expect(deploymentTarget?.ecsTarget?.taskSetsInfo?.map(({ taskSetLabel }) => taskSetLabel)).toEqual([
      'Blue',
      'Green',
    ]);
    expect(deploymentTarget?.ecsTarget?.taskSetsInfo?.[0]?.identifer).toMatch(/^ecs-svc\/\d+$/);
  });
});

describe('a deployment that waits', () => {
  it('goes on when somebody says so, each wait by its own name', async () => {
    await group(waits('STOP_DEPLOYMENT', 60));
    const deploymentId = await created();
    const next = (deploymentWaitType?: string) =>
      codedeploy.continueDeployment({ deploymentId, deploymentWaitType: deploymentWaitType as 'READY_WAIT' });
    const notReady = {
      name: 'DeploymentIsNotInReadyStateException',
      message: "The deployment does not have a status of Ready and can't continue yet.",
    };
    expect(await refusal(next())).toEqual(notReady);
    pass(120);
    expect((await info(deploymentId)).status).toBe('Ready');
    expect(await refusal(next('TERMINATION_WAIT'))).toEqual(notReady);
    expect((await refusal(next('NAP'))).name).toBe('InvalidDeploymentWaitTypeException');
    await next();
    pass(60);
    expect(await info(deploymentId)).toMatchObject({
      status: 'InProgress',
      instanceTerminationWaitTimeStarted: true,
    });
    expect(await refusal(next('READY_WAIT'))).toEqual(notReady);
    await codedeploy.skipWaitTimeForInstanceTermination({ deploymentId });
    pass(60);
    expect((await info(deploymentId)).status).toBe('Succeeded');
    const ended = {
      name: 'DeploymentAlreadyCompletedException',
      message: 'The deployment is already complete.',
    };
    expect(await refusal(next())).toEqual(ended);
    expect(await refusal(codedeploy.stopDeployment({ deploymentId }))).toEqual(ended);
  });

  it('is Stopped when nobody does', async () => {
    await group(waits('STOP_DEPLOYMENT', 60));
    const deploymentId = await created();
    pass(3800);
    expect(await info(deploymentId)).toMatchObject({
      status: 'Stopped',
      errorInformation: {
        message:
          'The deployment timed out while waiting for a notification to continue. This time out period is 60 minutes.',
      },
    });
  });
});

describe('StopDeployment', () => {
  const stopped = {
    status: 'Succeeded',
    statusMessage: 'No more commands will be scheduled for execution in the deployment instances',
  };
  const canary = { deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes' };

  it.each([
    ['goes back when it is told to', true, [], true],
    ['stays when it is told to', false, ['DEPLOYMENT_STOP_ON_REQUEST'], false],
    ['goes back when the group says so', undefined, ['DEPLOYMENT_STOP_ON_REQUEST'], true],
    ['stays when nobody says anything', undefined, ['DEPLOYMENT_FAILURE'], false],
  ] as const)('%s', async (_, autoRollbackEnabled, events, goesBack) => {
    await group({ autoRollbackConfiguration: { enabled: events.length > 0, events: [...events] } });
    const deploymentId = await created(canary);
    pass(120);
    expect(await codedeploy.stopDeployment({ deploymentId, autoRollbackEnabled })).toMatchObject(stopped);
    const { status, errorInformation, rollbackInfo } = await info(deploymentId);
    expect({ status, code: errorInformation?.code }).toEqual({ status: 'Stopped', code: 'MANUAL_STOP' });
    const rollbackId = rollbackInfo?.rollbackDeploymentId;
    expect(rollbackId !== undefined).toBe(goesBack);
    if (rollbackId === undefined) return;
    pass(180);
    expect(await info(rollbackId)).toMatchObject({
      status: 'Succeeded',
      creator: 'codeDeployRollback',
      deploymentConfigName: 'CodeDeployDefault.ECSAllAtOnce',
      rollbackInfo: { rollbackTriggeringDeploymentId: deploymentId },
    });
  });

  it('knows no deployment but those that were created', async () => {
    const stop = (deploymentId: string) => codedeploy.stopDeployment({ deploymentId });
    expect(await refusal(stop('d-AAAAAAAAA'))).toEqual({
      name: 'DeploymentDoesNotExistException',
      message: 'The deployment d-AAAAAAAAA does not exist with the user or AWS account.',
    });
    expect((await refusal(stop('nonsense'))).name).toBe('InvalidDeploymentIdException');
    expect((await refusal(stop(''))).name).toBe('DeploymentIdRequiredException');
  });
});

describe('PutLifecycleEventHookExecutionStatus', () => {
  /** A deployment whose hook was called, and says nothing by itself. */
  async function called(): Promise<{ deploymentId: string; id: string }> {
    await group();
    scene.sandbox.control.hook('check', [{ kind: 'silent' }]);
    const content = appSpec(scene.register(), { Hooks: [{ AfterInstall: 'check' }] });
    const deploymentId = await created({ revision: inline(content) });
    pass(120);
    const payload = scene.sandbox.control.invocations()[0]?.payload as Record<string, string>;
    expect(Object.keys(payload)).toEqual(['DeploymentId', 'LifecycleEventHookExecutionId']);
    expect(payload['DeploymentId']).toBe(deploymentId);
    return { deploymentId, id: payload['LifecycleEventHookExecutionId']! };
  }
  const report = (deploymentId: string, lifecycleEventHookExecutionId: string, status: string) =>
    codedeploy.putLifecycleEventHookExecutionStatus({
      deploymentId,
      lifecycleEventHookExecutionId,
      status: status as 'Succeeded',
    });

  it('lets a deployment go on, once', async () => {
    const { deploymentId, id } = await called();
    expect((await info(deploymentId)).status).toBe('InProgress');
    expect((await report(deploymentId, id, 'Succeeded')).lifecycleEventHookExecutionId).toBe(id);
    expect((await refusal(report(deploymentId, id, 'Succeeded'))).name).toBe(
      'LifecycleEventAlreadyCompletedException',
    );
    pass(120);
    expect((await info(deploymentId)).status).toBe('Succeeded');
  });

  it('lets a deployment fail', async () => {
    const { deploymentId, id } = await called();
    await report(deploymentId, id, 'Failed');
    expect(await info(deploymentId)).toMatchObject({
      status: 'Failed',
      errorInformation: {
        code: 'HOOK_EXECUTION_FAILURE',
        message:
          'The deployment failed because one or more of the lifecycle event validation functions failed.',
      },
    });
  });

  it('is refused for an unknown execution, and with a status that is no verdict', async () => {
    const { deploymentId, id } = await called();
    expect((await refusal(report(deploymentId, 'nope', 'Succeeded'))).name).toBe(
      'InvalidLifecycleEventHookExecutionIdException',
    );
    expect((await refusal(report(deploymentId, id, 'Skipped'))).name).toBe(
      'InvalidLifecycleEventHookExecutionStatusException',
    );
  });
});
