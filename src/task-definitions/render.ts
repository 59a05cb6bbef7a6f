import type { ContainerDefinition, Tag, TaskDefinition } from '../model/task-definition.ts';
import { InvalidTaskDefinition } from './invalid-task-definition.ts';
import { findLeftoverPlaceholder } from './leftover-placeholder.ts';
import type { TaskDefinitionWithTags } from './task-definition-with-tags.ts';
import { withoutReadOnlyMembers } from '../model/read-only-members.ts';
import { tagsOfNewRevision, type AlteredTag } from './tags.ts';
import { renderFirst } from '../model/template-syntax.ts';

export interface RenderedTaskDefinition extends TaskDefinitionWithTags {
  /** What AWS would not have taken as it was. */
  readonly alteredTags: readonly AlteredTag[];
}

/**
 * The task definition as it would be registered: the base with other images and further tags, everything else as it is, in
 * its order.
 * @param images by container, see assign-images.ts
 * @throws InvalidTaskDefinition when a placeholder is left where AWS wants a name
 */
export function renderTaskDefinition(
  base: TaskDefinitionWithTags,
  images: ReadonlyMap<string, string>,
  added: readonly Tag[] = [],
): RenderedTaskDefinition {
  const definition: TaskDefinition = {
    ...withoutReadOnlyMembers(withoutNulls(base.definition)),
    family: base.definition.family,
    containerDefinitions: base.definition.containerDefinitions.map((container) =>
      withImage(withoutNulls(container), images.get(container.name)),
    ),
  };
  refuseLeftover(definition);
  const { tags, altered } = tagsOfNewRevision(base.tags, added);
  return { definition, tags, alteredTags: altered };
}

function withImage(container: ContainerDefinition, image: string | undefined): ContainerDefinition {
  return image === undefined ? container : { ...container, image };
}

function refuseLeftover(definition: TaskDefinition): void {
  const leftover = findLeftoverPlaceholder(definition);
  if (leftover === undefined) return;
  const value = JSON.stringify(leftover.value.slice(0, 80));
  throw new InvalidTaskDefinition({
    code: 'task_definition.placeholder_left',
    source: `task definition ${JSON.stringify(definition.family.slice(0, 80))}`,
    message: `${leftover.path} is still the placeholder ${value}`,
    suggestions: [leftover.path.endsWith('.image') ? 'Give the image with --image.' : renderFirst],
  });
}

/** A null member is how AWS's tools write "not set"; AWS itself refuses it. */
function withoutNulls<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map((item: unknown) => withoutNulls(item)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(
    kept.map(([name, item]: [string, unknown]) => [name, withoutNulls(item)]),
  ) as Value;
}
