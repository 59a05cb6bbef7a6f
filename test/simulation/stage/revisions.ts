import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { ecsOperations } from '../../../src/sandbox/ecs/operations/index.ts';
import type { World } from '../../../src/sandbox/world.ts';
import type { TaskDefinition } from '../../../src/model/task-definition.ts';
import { caller } from './caller.ts';

export const container = 'app';

export interface RevisionOf {
  /** Named like its service. */
  readonly family: string;
  readonly image: string;
  readonly hasCheck: boolean;
}

/** What stands in the file of a service, or what a person types in the console. */
export function definitionOf({ family, image, hasCheck }: RevisionOf): TaskDefinition {
  const command = ['CMD-SHELL', 'true'];
  return {
    family,
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
    executionRoleArn: 'arn:aws:iam::123456789012:role/execution',
    containerDefinitions: [
      {
        name: container,
        image,
        essential: true,
        portMappings: [{ containerPort: 8080 }],
        ...(hasCheck ? { healthCheck: { command, interval: 5, timeout: 2, retries: 2 } } : {}),
      },
    ],
  };
}

/** Registers a revision, as a person would. Returns `family:revision`. */
export function registerRevision(world: World, revision: RevisionOf): string {
  const input = definitionOf(revision) as unknown as RegisterTaskDefinitionCommandInput;
  const { taskDefinition } = ecsOperations.RegisterTaskDefinition(world, input, caller);
  return `${revision.family}:${taskDefinition?.revision ?? 0}`;
}
