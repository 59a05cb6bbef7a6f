import type { World } from '../world.ts';

/** `arn:aws:ecs:<region>:<account>:<path>`; section 2.1 of the specification lists the paths. */
export function ecsArn(world: World, path: string): string {
  return `arn:aws:ecs:${world.region}:${world.account}:${path}`;
}

/** What stands behind the account in an ECS ARN, or the text itself where it is a plain name. */
export function pathOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn.split(':').slice(5).join(':') : nameOrArn;
}

/** The last part of a path: the name of a service, the id of a task. */
export function lastPart(nameOrArn: string): string {
  return pathOf(nameOrArn).split('/').at(-1) ?? nameOrArn;
}
