import type { RegisteredTaskDefinition } from '../../../src/model/task-definition.ts';

/** A revision with these images by container, and these tags. */
export function aRevision(
  images: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>> = {},
): RegisteredTaskDefinition {
  return {
    arn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:2',
    family: 'web',
    revision: 2,
    status: 'ACTIVE',
    definition: {
      family: 'web',
      containerDefinitions: Object.entries(images).map(([name, image]) => ({ name, image })),
    },
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  };
}
