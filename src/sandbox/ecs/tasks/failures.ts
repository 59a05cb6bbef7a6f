import type { TaskDefinition } from '@aws-sdk/client-ecs';
import {
  failureOf,
  told,
  unassumable,
  type Failure,
  type FailureScene,
} from '../../engine/failure-families.ts';
import { trusts } from '../../iam/policy-document.ts';
import type { World } from '../../world.ts';
import type { ContainerRecord, StopCause, TaskRecord, TaskTarget } from '../records/task.ts';

/** What keeps tasks of a revision from being placed at all. */
export interface Obstacle {
  /** The event, without the name of the service. */
  readonly event: string;
  /** What `RunTask` makes of it: a member of `failures`, or an error. Undefined: nothing, it runs its task. */
  readonly runTask: { readonly failure: string } | { readonly refusal: string } | undefined;
}

/**
 * Why no task of a definition can be placed: a person has said so of one of its images, or a role of it is there and does not trust ECS.
 * A role that nobody has made is taken to exist.
 */
export function obstacleTo(world: World, definition: TaskDefinition): Obstacle | undefined {
  const role = [definition.taskRoleArn, definition.executionRoleArn].find((arn) => refusesEcs(world, arn));
  if (role !== undefined) {
    const text = unassumable(role);
    return { event: `failed to launch a task with (error ${text}).`, runTask: { refusal: text } };
  }
  const images = (definition.containerDefinitions ?? []).map(({ image = '' }) => image);
  if (world.runtimes.choose(world, images).kind !== 'simulated') return undefined;
  for (const image of images) {
    const failure = failureOfImage(world, image);
    if (failure?.kind !== 'not-placed') continue;
    const scene = sceneBeforeTask(world, definition, image);
    const { runTask } = failure;
    return {
      event: told(failure.event, scene),
      runTask:
        runTask === undefined || 'failure' in runTask ? runTask : { refusal: told(runTask.refusal, scene) },
    };
  }
  return undefined;
}

/** Why a task that was placed does not start, as the task itself says: pull, secrets, logs, volumes, network. */
export function startFailure(world: World, task: TaskRecord): string | undefined {
  for (const { image } of task.containers) {
    const failure = failureOfImage(world, image);
    if (failure?.kind !== 'not-started') continue;
    return told(failure.reason, sceneOf(world, task, image));
  }
  return undefined;
}

/** A container that cannot be made or started, and why. */
export interface BrokenContainer {
  readonly container: ContainerRecord;
  readonly reason: string;
}

/** The first container of a task that cannot be started, once the images are there. */
export function brokenContainer(world: World, task: TaskRecord): BrokenContainer | undefined {
  for (const container of task.containers) {
    const failure = failureOfImage(world, container.image);
    if (failure?.kind !== 'container-not-started') continue;
    return { container, reason: told(failure.reason, sceneOf(world, task, container.image)) };
  }
  return undefined;
}

/** Whether a target group never gets to know a task: a person has said so of the image behind the target. */
export function isLeftOut(world: World, task: TaskRecord, { containerName }: TaskTarget): boolean {
  if (task.runtime.kind !== 'simulated') return false;
  const container = task.containers.find(({ name }) => name === containerName);
  const failure = failureOfImage(world, container?.image ?? '');
  return failure?.kind === 'unhealthy' && failure.check === 'target group';
}

/** Why AWS takes a task away that runs. */
export function takenAway(world: World, task: TaskRecord): StopCause | undefined {
  for (const { image } of task.containers) {
    const failure = failureOfImage(world, image);
    if (failure?.kind !== 'taken') continue;
    return { code: failure.stopCode, reason: told(failure.reason, sceneOf(world, task, image)) };
  }
  return undefined;
}

function failureOfImage(world: World, image: string): Failure | undefined {
  const { failure } = world.behaviours.of(image);
  return failure === undefined ? undefined : failureOf(failure);
}

function sceneOf(world: World, { id, arn, taskDefinition }: TaskRecord, image: string): FailureScene {
  return { ...sceneBeforeTask(world, taskDefinition.definition, image), taskId: id, taskArn: arn };
}

function sceneBeforeTask(
  { account, region }: World,
  definition: TaskDefinition,
  image: string,
): FailureScene {
  const executionRole = definition.executionRoleArn ?? `arn:aws:iam::${account}:role/ecsTaskExecutionRole`;
  return { account, region, image, executionRole, taskId: '', taskArn: '' };
}

function refusesEcs(world: World, arn: string | undefined): boolean {
  const role = [...world.iam.roles.values()].find((candidate) => candidate.arn === arn);
  return role !== undefined && !trusts(role.trustPolicy, 'ecs-tasks.amazonaws.com');
}
