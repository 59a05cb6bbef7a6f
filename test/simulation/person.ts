import { ecsOperations } from '../../src/sandbox/ecs/operations/index.ts';
import { isFinished } from '../../src/sandbox/ecs/records/service-deployment.ts';
import { ServiceError } from '../../src/sandbox/service-error.ts';
import type { Act, History } from './history.ts';
import { alarmName, ref, registerImage, setAlarm, type Stage } from './stage.ts';

const person = { arn: 'arn:aws:iam::123456789012:user/person', accessKeyId: 'person' };

/**
 * Does at once what a person does in the console: by the sandbox's operations themselves, so that it can happen between any
 * two calls of ours, and no misfortune of ours is theirs. Returns what was done; AWS may refuse it, as it refuses people.
 */
export function carryOut(act: Act, stage: Stage, history: History): string {
  try {
    return attempt(act, stage, history);
  } catch (error) {
    if (error instanceof ServiceError) return `${act.is}: AWS refuses (${error.message})`;
    throw error;
  }
}

function attempt(act: Act, stage: Stage, { service: shape }: History): string {
  const { sandbox, service } = stage;
  const { world } = sandbox;
  switch (act.is) {
    case 'deploys': {
      const taskDefinition = registerImage(sandbox, stage.imageOf('theirs'), shape.containerCheck);
      ecsOperations.UpdateService(world, { ...ref, taskDefinition }, person);
      return `a person deploys ${nameOf(taskDefinition)}`;
    }
    case 'restarts':
      ecsOperations.UpdateService(world, { ...ref, forceNewDeployment: true }, person);
      return 'a person forces a new deployment';
    case 'scales':
      ecsOperations.UpdateService(world, { ...ref, desiredCount: act.to }, person);
      return `desired count becomes ${act.to}`;
    case 'stops-deployment': {
      const [newest] = service.serviceDeployments;
      if (newest === undefined || isFinished(newest)) return 'a person finds no deployment to stop';
      const input = { serviceDeploymentArn: newest.arn, stopType: 'ROLLBACK' } as const;
      ecsOperations.StopServiceDeployment(world, input, person);
      return `a person stops deployment ${newest.deployment.id}`;
    }
    case 'stops-tasks': {
      const running = [...service.tasks].filter(({ lastStatus }) => lastStatus === 'RUNNING');
      for (const { arn } of running)
        ecsOperations.StopTask(world, { cluster: ref.cluster, task: arn }, person);
      return `a person stops ${running.length} tasks`;
    }
    case 'deletes-service':
      ecsOperations.DeleteService(world, { ...ref, force: true }, person);
      return 'a person deletes the service';
    case 'deletes-cluster':
      return deleteCluster(stage);
    case 'alarm':
      if (world.cloudwatch.alarm(alarmName) === undefined) return 'there is no alarm to change';
      setAlarm(world, act.state);
      return `the alarm goes to ${act.state}`;
    case 'moves-tag':
      stage.moveTag(act.image);
      return `another build is pushed as ${stage.imageOf(act.image)}`;
    case 'registers-revision':
      return `a person registers ${nameOf(registerImage(sandbox, stage.imageOf('theirs'), shape.containerCheck))}`;
    default:
      return act satisfies never;
  }
}

const second = 1_000;

/** The service first; the cluster as soon as its tasks are gone. */
function deleteCluster({ sandbox, service }: Stage): string {
  const { world } = sandbox;
  if (service.status === 'ACTIVE') ecsOperations.DeleteService(world, { ...ref, force: true }, person);
  const attemptAgain = (): void => {
    try {
      ecsOperations.DeleteCluster(world, { cluster: ref.cluster }, person);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      sandbox.timeline.after(5 * second, 'the cluster is still in use', attemptAgain);
    }
  };
  attemptAgain();
  return 'a person deletes the service, and then its cluster';
}

function nameOf(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}
