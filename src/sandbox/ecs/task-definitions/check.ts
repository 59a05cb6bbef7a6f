import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { clientException } from '../refusals.ts';
import { checkContainers } from './check-containers.ts';
import { checkFargate } from './check-fargate.ts';

/** Refuses what RegisterTaskDefinition refuses, in AWS's words; section 2.14.1 of the specification. */
export function checkTaskDefinition(
  input: RegisterTaskDefinitionCommandInput,
  isFromEcr: (image: string) => boolean,
): void {
  if (!/^[\w-]{1,255}$/.test(input.family ?? '')) {
    throw clientException('Family contains invalid characters.');
  }
  checkContainers(input);
  if ((input.requiresCompatibilities ?? []).includes('FARGATE')) checkFargate(input, isFromEcr);
  // Documented: a task definition holds at most 64 KB. The text is the sandbox's own.
  if (JSON.stringify(input).length > 64 * 1024) {
    throw clientException('Task definition exceeds the maximum size of 64 KB.');
  }
}
