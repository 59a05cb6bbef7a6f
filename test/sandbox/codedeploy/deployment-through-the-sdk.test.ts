import { expect, it } from '@jest/globals';
import { waitUntilDeploymentSuccessful } from '@aws-sdk/client-codedeploy';
import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { appSpec, groupScene } from './a-group.ts';

const pause = 'after-test';

it('a canary with a hook that reports by itself, and a rollback, as the SDK sees them', async () => {
  const { sandbox, codedeploy, ecs, groupInput, register } = groupScene();
  sandbox.control.advance(120_000);
  const input = groupInput({
    autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_STOP_ON_REQUEST'] },
  });
  const { applicationName, deploymentGroupName } = input;
  await codedeploy.createApplication({ applicationName, computePlatform: 'ECS' });
  await codedeploy.createDeploymentGroup(input);
  sandbox.control.hook(pause, [{ kind: 'silent' }]);
  const deploy = async (image: string): Promise<string> => {
    const content = appSpec(register(image), { Hooks: [{ BeforeAllowTraffic: pause }] });
    const { deploymentId } = await codedeploy.createDeployment({
      applicationName,
      deploymentGroupName,
      deploymentConfigName: 'CodeDeployDefault.ECSCanary10Percent5Minutes',
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    });
    sandbox.control.advance(120_000);
    const { payload } = sandbox.control.invocations().at(-1)!;
    const { LifecycleEventHookExecutionId: lifecycleEventHookExecutionId } = payload as Record<
      string,
      string
    >;
    await codedeploy.putLifecycleEventHookExecutionStatus({
      deploymentId,
      lifecycleEventHookExecutionId,
      status: 'Succeeded',
    });
    sandbox.control.advance(5_000);
    return deploymentId!;
  };

  const good = await deploy('registry.test/web:2');
  const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'demo', services: ['web'] }));
  expect(services![0]!.taskSets).toMatchObject([
    { status: 'PRIMARY' },
    { status: 'ACTIVE', externalId: good },
  ]);
  const { deploymentTargets } = await codedeploy.batchGetDeploymentTargets({
    deploymentId: good,
    targetIds: ['demo:web'],
  });
  expect(deploymentTargets![0]!.ecsTarget!.taskSetsInfo!.map(({ trafficWeight }) => trafficWeight)).toEqual([
    90, 10,
  ]);
  sandbox.control.advance(2 * 3_600_000);
  const waited = await waitUntilDeploymentSuccessful(
    { client: codedeploy, maxWaitTime: 20 },
    { deploymentId: good },
  );
  expect(waited.state).toBe('SUCCESS');

  const bad = await deploy('registry.test/web:3');
  await codedeploy.stopDeployment({ deploymentId: bad });
  const { deploymentInfo } = await codedeploy.getDeployment({ deploymentId: bad });
  expect(deploymentInfo).toMatchObject({ status: 'Stopped', errorInformation: { code: 'MANUAL_STOP' } });
  sandbox.control.advance(60_000);
  const deploymentId = deploymentInfo!.rollbackInfo!.rollbackDeploymentId!;
  const rollback = await codedeploy.getDeployment({ deploymentId });
  expect(rollback.deploymentInfo).toMatchObject({ status: 'Succeeded', creator: 'codeDeployRollback' });
  const { deploymentGroupInfo } = await codedeploy.getDeploymentGroup({
    applicationName,
    deploymentGroupName,
  });
  expect(deploymentGroupInfo).toMatchObject({
    lastAttemptedDeployment: { deploymentId },
    lastSuccessfulDeployment: { deploymentId },
  });
});
