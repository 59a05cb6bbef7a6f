import { findTaskDefinition } from '../../aws/task-definitions.ts';
import { revisionName } from '../../model/service-ref.ts';
import type { RegisteredTaskDefinition, Tag } from '../../model/task-definition.ts';
import { registerOnce } from '../../task-definitions/register.ts';
import { succeededTag, tagsOfNewRevision } from '../../task-definitions/tags.ts';
import { isAlready } from '../plan-deploy.ts';
import type { ReleaseContext } from '../release-context.ts';
import { copyOf, copyTag } from '../../task-definitions/copy-of.ts';

/**
 * ARN of a revision that ECS starts deployments from: this one, or, where it is INACTIVE, the same registered again, with its tags and with our notes
 * about what it was made from. A copy that an earlier run has registered, and has not brought in, is used.
 */
export async function reviveRevision(
  { aws, report, interrupt }: Pick<ReleaseContext, 'aws' | 'report' | 'interrupt'>,
  revision: RegisteredTaskDefinition,
): Promise<string> {
  if (revision.status === 'ACTIVE') return revision.arn;
  const { definition } = revision;
  const latest = await findTaskDefinition(aws, revision.family);
  if (latest?.status === 'ACTIVE' && isAlready(latest, revision) && isSameOrigin(latest, revision)) {
    report({ type: 'task-definition.settled', taskDefinition: latest.arn, how: 'found-unchanged' });
    return latest.arn;
  }
  const { tags, altered } = tagsOfNewRevision(revision.tags, notesOf(revision));
  for (const { key, becomes = '' } of altered)
    report({ type: 'warning', warning: { kind: 'tag-value-altered', tag: key, value: becomes } });
  const { arn } = await registerOnce(aws, definition, tags, interrupt);
  report({
    type: 'task-definition.settled',
    taskDefinition: arn,
    how: 'registered',
    copies: revision.arn,
  });
  return arn;
}

/** Our notes about a revision that are true of its copy too: not that it has succeeded. Pure. */
function notesOf({ arn, tags }: RegisteredTaskDefinition): Tag[] {
  const notes = tags.filter(
    ({ key }) => key.startsWith('ecsdeploy:') && key !== succeededTag && key !== copyTag,
  );
  // Of a copy of a copy the first one is named, so that it is known under one name.
  return [...notes, { key: copyTag, value: copyOf(tags) ?? revisionName(arn) }];
}

function isSameOrigin(latest: RegisteredTaskDefinition, revision: RegisteredTaskDefinition): boolean {
  const original = copyOf(revision.tags) ?? revisionName(revision.arn);
  return copyOf(latest.tags) === original;
}
