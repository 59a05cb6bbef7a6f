import type { ContainerDefinition, TaskDefinition } from '../model/task-definition.ts';
import { checkContainers } from './check-containers.ts';
import type { CheckFinding } from './check-finding.ts';
import { checkFargate } from './check-fargate.ts';
import { checkPorts } from './check-ports.ts';

// AWS's own limit for a task definition.
const largest = 64 * 1024;
const mostContainers = 10;

/** Looks for what AWS is sure to reject, before anything is asked of AWS. Whatever is doubtful is left to AWS. */
export function checkTaskDefinition(definition: TaskDefinition): CheckFinding[] {
  const containers: readonly ContainerDefinition[] = definition.containerDefinitions;
  return [
    ...checkFamily(definition.family),
    ...checkSize(definition),
    ...checkCount(containers.length),
    ...checkContainers(definition),
    ...checkPorts(definition),
    ...checkFargate(definition),
  ];
}

function checkFamily(family: string): CheckFinding[] {
  if (/^[\w-]{1,255}$/.test(family)) return [];
  return [
    {
      path: 'family',
      message: `the family ${JSON.stringify(family.slice(0, 80))} is no name that ECS takes`,
      fix: 'Use up to 255 letters, digits, - and _.',
    },
  ];
}

function checkSize(definition: TaskDefinition): CheckFinding[] {
  const bytes = Buffer.byteLength(JSON.stringify(definition));
  if (bytes <= largest) return [];
  return [
    {
      path: '',
      message: `the task definition has ${bytes} bytes once rendered, and ECS takes ${largest} (64 KB)`,
      fix: 'Move long values out: environmentFiles in S3, or secrets in Secrets Manager or Parameter Store.',
    },
  ];
}

function checkCount(count: number): CheckFinding[] {
  if (count > 0 && count <= mostContainers) return [];
  return [
    {
      path: 'containerDefinitions',
      message: `there are ${count} containers, and ECS takes 1 to ${mostContainers}`,
      fix: count === 0 ? 'Add a container.' : 'Split the task into several services.',
    },
  ];
}
