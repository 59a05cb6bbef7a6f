import type { Tag, TaskDefinition } from '../model/task-definition.ts';
import { InvalidTaskDefinition } from './invalid-task-definition.ts';
import type { TaskDefinitionWithTags } from './task-definition-with-tags.ts';

/** The little that everything else relies on: a family, and containers with names of their own. */
export function requireStructure(
  { tags, ...definition }: Readonly<Record<string, unknown>>,
  source: string,
): TaskDefinitionWithTags {
  const refuse = (message: string, suggestions: readonly string[] = []): InvalidTaskDefinition =>
    new InvalidTaskDefinition({ code: 'task_definition.invalid', source, message, suggestions });
  if (typeof definition['family'] !== 'string' || definition['family'] === '') {
    throw refuse('the family is missing', ['Add "family": the name under which AWS counts the revisions.']);
  }
  const containers = definition['containerDefinitions'];
  if (!Array.isArray(containers) || containers.length === 0) throw refuse('containerDefinitions is empty');

  const names = new Set<string>();
  for (const [index, container] of (containers as { readonly name?: unknown }[]).entries()) {
    const { name } = container;
    if (typeof name !== 'string' || name === '') throw refuse(`containerDefinitions[${index}] has no name`);
    if (names.has(name)) {
      throw refuse(`two containers are named ${JSON.stringify(name)}`, [
        'Give each container a name of its own.',
      ]);
    }
    names.add(name);
  }
  return { definition: definition as unknown as TaskDefinition, tags: (tags ?? []) as readonly Tag[] };
}
