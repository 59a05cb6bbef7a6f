import { codedeployOperations } from '../../src/sandbox/codedeploy/operations/index.ts';
import { ecsOperations } from '../../src/sandbox/ecs/operations/index.ts';
import { isFinished } from '../../src/sandbox/ecs/records/service-deployment.ts';
import { ServiceError } from '../../src/sandbox/service-error.ts';
import { deploymentFacts, type DeploymentFact } from './deployments-of.ts';
import { firstService, type Act, type PersonAct } from './history.ts';
import { alarmName, setAlarm } from './stage/alarm.ts';
import { pauseOf } from './pause.ts';
import { groupNames } from './stage/codedeploy.ts';
import { container, registerRevision } from './stage/revisions.ts';
import { serviceOn, type Stage, type StagedService } from './stage/stage.ts';

const second = 1_000;
const person = { arn: 'arn:aws:iam::123456789012:user/person', accessKeyId: 'person' };

type Note = (text: string) => void;

/**
 * Does at once what a person does in the console: by the sandbox's operations themselves, so that it can happen between any
 * two calls of ours, and no misfortune of ours is theirs. Notes what was done; AWS may refuse it, as it refuses people.
 */
export function carryOut({ act, service = firstService }: PersonAct, stage: Stage, note: Note): void {
  const name = stage.services.size > 1 ? ` (${service})` : '';
  const noteOf = (text: string): void => note(`${text}${name}`);
  try {
    noteOf(attempt(act, stage, serviceOn(stage, service), noteOf));
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    noteOf(`${act.is}: AWS refuses (${error.message})`);
  }
}

function attempt(act: Act, stage: Stage, staged: StagedService, note: Note): string {
  const { sandbox } = stage;
  const { world } = sandbox;
  const { ref, record } = staged;
  switch (act.is) {
    case 'deploys': {
      const taskDefinition = registerTheirs(stage, staged);
      if (staged.shape.controller === 'CODE_DEPLOY') return codeDeployTo(stage, staged, taskDefinition);
      ecsOperations.UpdateService(world, { ...ref, taskDefinition }, person);
      return `a person deploys ${taskDefinition}`;
    }
    case 'restarts':
      ecsOperations.UpdateService(world, { ...ref, forceNewDeployment: true }, person);
      return 'a person forces a new deployment';
    case 'scales':
      ecsOperations.UpdateService(world, { ...ref, desiredCount: act.to }, person);
      return `desired count becomes ${act.to}`;
    case 'autoscales':
      return autoscale(act, stage, staged, note);
    case 'stops-deployment': {
      if (staged.shape.controller === 'CODE_DEPLOY') return stopCodeDeploy(stage, staged, 'stops');
      const [newest] = record.serviceDeployments;
      if (newest === undefined || isFinished(newest)) return 'a person finds no deployment to stop';
      const input = { serviceDeploymentArn: newest.arn, stopType: 'ROLLBACK' } as const;
      ecsOperations.StopServiceDeployment(world, input, person);
      return `a person stops deployment ${newest.deployment.id}`;
    }
    case 'answers': {
      if (staged.shape.controller === 'CODE_DEPLOY') return answerCodeDeploy(stage, staged, act.with);
      const [newest] = record.serviceDeployments;
      const hookId = newest === undefined ? undefined : pauseOf(newest);
      if (newest === undefined || hookId === undefined)
        return 'a person finds nothing that waits for an answer';
      const input = { serviceDeploymentArn: newest.arn, hookId, action: act.with };
      ecsOperations.ContinueServiceDeployment(world, input, person);
      return `a person answers ${act.with} to ${newest.deployment.id}`;
    }
    case 'stops-tasks': {
      const running = [...record.tasks].filter(({ lastStatus }) => lastStatus === 'RUNNING');
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
      setAlarm(world, act.state);
      return `the alarm ${alarmName} goes to ${act.state}`;
    case 'moves-tag':
      staged.moveTag(act.image);
      return `another build is pushed as ${staged.imageOf(act.image)}`;
    case 'registers-revision':
      return `a person registers ${registerTheirs(stage, staged)}`;
    default:
      return act satisfies never;
  }
}

/** CodeDeploy wants a full ARN. */
function codeDeployTo({ sandbox }: Stage, { ref, record }: StagedService, taskDefinition: string): string {
  const arn = record.workload.taskDefinition.arn.replace(/[^/]+$/, taskDefinition);
  const properties = {
    TaskDefinition: arn,
    LoadBalancerInfo: { ContainerName: container, ContainerPort: 8080 },
  };
  const content = JSON.stringify({
    version: 0,
    Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties: properties } }],
  });
  const revision = { revisionType: 'AppSpecContent', appSpecContent: { content } } as const;
  codedeployOperations.CreateDeployment(sandbox.world, { ...groupNames(ref), revision }, person);
  return `a person deploys ${taskDefinition} through CodeDeploy`;
}

function newestInProgress({ sandbox }: Stage, { record }: StagedService): DeploymentFact | undefined {
  const newest = deploymentFacts(sandbox.world, record).at(-1);
  return newest?.status === 'IN_PROGRESS' || newest?.status === 'PENDING' ? newest : undefined;
}

function stopCodeDeploy(stage: Stage, staged: StagedService, verb: string): string {
  const newest = newestInProgress(stage, staged);
  if (newest === undefined) return 'a person finds no deployment to stop';
  const input = { deploymentId: newest.id, autoRollbackEnabled: true };
  codedeployOperations.StopDeployment(stage.sandbox.world, input, person);
  return `a person ${verb} deployment ${newest.id}`;
}

function answerCodeDeploy(stage: Stage, staged: StagedService, answer: 'CONTINUE' | 'ROLLBACK'): string {
  const newest = newestInProgress(stage, staged);
  if (newest?.pause === undefined) return 'a person finds nothing that waits for an answer';
  if (answer === 'ROLLBACK') return stopCodeDeploy(stage, staged, 'rejects');
  const input = { deploymentId: newest.id, deploymentWaitType: 'READY_WAIT' } as const;
  codedeployOperations.ContinueDeployment(stage.sandbox.world, input, person);
  return `a person answers CONTINUE to ${newest.id}`;
}

function registerTheirs({ sandbox }: Stage, { ref, imageOf, shape }: StagedService): string {
  return registerRevision(sandbox.world, {
    family: ref.service,
    image: imageOf('theirs'),
    hasCheck: shape.containerCheck,
  });
}

/** As Application Auto Scaling does it: it sets the desired count, and nothing else. */
function autoscale(
  { from, to, everySeconds, times }: Extract<Act, { is: 'autoscales' }>,
  { sandbox }: Stage,
  { ref, record }: StagedService,
  note: Note,
): string {
  const step = (left: number, desiredCount: number): void => {
    if (record.status !== 'ACTIVE') return;
    ecsOperations.UpdateService(sandbox.world, { ...ref, desiredCount }, person);
    if (left < times) note(`autoscaling: desired count becomes ${desiredCount}`);
    if (left <= 1) return;
    sandbox.timeline.after(everySeconds * second, 'autoscaling', () =>
      step(left - 1, desiredCount === from ? to : from),
    );
  };
  step(times, from);
  return `autoscaling: desired count becomes ${from}`;
}

/** The services first; the cluster as soon as their tasks are gone. */
function deleteCluster({ sandbox, services }: Stage): string {
  const { world } = sandbox;
  const [first] = services.values();
  for (const { ref, record } of services.values()) {
    if (record.status === 'ACTIVE') ecsOperations.DeleteService(world, { ...ref, force: true }, person);
  }
  const attemptAgain = (): void => {
    try {
      ecsOperations.DeleteCluster(world, { cluster: first?.ref.cluster }, person);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      sandbox.timeline.after(5 * second, 'the cluster is still in use', attemptAgain);
    }
  };
  attemptAgain();
  return services.size > 1
    ? 'a person deletes all services, and then their cluster'
    : 'a person deletes the service, and then its cluster';
}
