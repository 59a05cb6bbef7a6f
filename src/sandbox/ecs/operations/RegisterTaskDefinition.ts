import type { RegisterTaskDefinitionCommandInput, RegisterTaskDefinitionResponse } from '@aws-sdk/client-ecs';
import type { Operation } from '../../operation.ts';
import { ecsArn } from '../arns.ts';
import { frozenCopy } from '../freeze.ts';
import type { TaskDefinitionRecord } from '../records/task-definition.ts';
import { checkTaskDefinition } from '../task-definitions/check.ts';
import { normaliseTaskDefinition } from '../task-definitions/normalise.ts';
import { mergeTags } from '../validation/tags.ts';
import { viewTaskDefinition } from '../views/task-definition-view.ts';

export const RegisterTaskDefinition: Operation<
  RegisterTaskDefinitionCommandInput,
  RegisterTaskDefinitionResponse
> = (world, input, caller) => {
  const isFromEcr = (image: string): boolean => world.ecr.isFromEcr(image);
  checkTaskDefinition(input, isFromEcr);
  const tags = mergeTags([], input.tags);
  const family = input.family ?? '';
  const revisions = world.ecs.families.get(family) ?? [];
  const revision = revisions.length + 1;
  const record: TaskDefinitionRecord = {
    arn: ecsArn(world, `task-definition/${family}:${revision}`),
    family,
    revision,
    definition: frozenCopy(normaliseTaskDefinition(input, isFromEcr)),
    registeredAt: world.timeline.now(),
    registeredBy: caller.arn,
    status: 'ACTIVE',
    tags,
  };
  revisions.push(record);
  world.ecs.families.set(family, revisions);
  return { taskDefinition: viewTaskDefinition(record), ...(tags.length > 0 && { tags: [...tags] }) };
};
