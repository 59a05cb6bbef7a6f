import type { World } from '../../world.ts';
import { pathOf } from '../arns.ts';
import { clientException } from '../refusals.ts';
import type { TaskDefinitionRecord } from '../records/task-definition.ts';

/** `family:revision`, `family` (its latest ACTIVE revision) or an ARN, taken apart. */
export function parseTaskDefinition(nameOrArn: string): { family: string; revision: string | undefined } {
  const name = pathOf(nameOrArn).replace(/^task-definition\//, '');
  const colon = name.lastIndexOf(':');
  if (colon < 0) return { family: name, revision: undefined };
  return { family: name.slice(0, colon), revision: name.slice(colon + 1) };
}

export function taskDefinitionNamed(world: World, nameOrArn: string): TaskDefinitionRecord | undefined {
  const { family, revision } = parseTaskDefinition(nameOrArn);
  const revisions = world.ecs.families.get(family) ?? [];
  if (revision === undefined) return revisions.findLast((record) => record?.status === 'ACTIVE');
  return revisions[Number(revision) - 1];
}

/** The task definition that a service or task shall start with: it has to be ACTIVE. */
export function findActiveTaskDefinition(world: World, nameOrArn: string): TaskDefinitionRecord {
  const record = taskDefinitionNamed(world, nameOrArn);
  if (record === undefined) throw clientException('TaskDefinition not found.');
  if (record.status !== 'ACTIVE') throw clientException('TaskDefinition is inactive');
  return record;
}
