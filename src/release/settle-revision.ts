import { tagResource } from '../aws/tags.ts';
import { EcsdeployError } from '../model/error.ts';
import type { RegisteredTaskDefinition, Tag } from '../model/task-definition.ts';
import { registerOnce } from '../task-definitions/register.ts';
import {
  byTag,
  commitTag,
  digestTag,
  originTags,
  subjectTag,
  tagsOfNewRevision,
} from '../task-definitions/tags.ts';
import type { DeployPreparation } from './plan-deploy.ts';
import type { ReleaseContext } from './release-context.ts';
import { completeNote } from './release-note.ts';
import type { DeployRequest } from './requests.ts';

/** The revision to deploy: found, or registered exactly once. The signal ends waits before it is registered. */
export async function settleRevision(
  context: ReleaseContext,
  { existing, wanted, expected, released }: DeployPreparation,
  request: DeployRequest,
  signal: AbortSignal,
): Promise<string> {
  const isByNoted = existing?.tags.some(({ key }) => key === byTag) === true;
  const origin = originTags({
    commit: request.commit,
    digest: (released[0] ?? expected[0])?.digest,
    tag: released[0]?.tag,
    ...(await completeNote(context, request.note, isByNoted)),
  });
  if (existing !== undefined) {
    const how = request.base.kind === 'revision' && request.images.length === 0 ? 'given' : 'found-unchanged';
    context.report({ type: 'task-definition.settled', taskDefinition: existing.arn, how });
    await noteOrigin(context, existing, origin);
    return existing.arn;
  }
  const { tags, altered } = tagsOfNewRevision(wanted.tags, origin);
  for (const { key, becomes = '' } of altered) {
    context.report({ type: 'warning', warning: { kind: 'tag-value-altered', tag: key, value: becomes } });
  }
  const registered = await registerOnce(context.aws, wanted.definition, tags, signal);
  context.report({ type: 'task-definition.settled', taskDefinition: registered.arn, how: 'registered' });
  return registered.arn;
}

/**
 * A revision that is used again keeps what it was made from; where nothing is noted yet, this release says it. If it names its
 * image by a tag that has moved, it now stands for another image: what was noted is about the one before.
 */
async function noteOrigin(
  { aws, report }: ReleaseContext,
  { arn, tags }: RegisteredTaskDefinition,
  origin: readonly Tag[],
): Promise<void> {
  const noted = new Map(tags.map(({ key, value }) => [key, value]));
  const legal = tagsOfNewRevision([], origin).tags;
  const isOther = legal.some(({ key, value }) => key === digestTag && (noted.get(key) ?? value) !== value);
  const missing = legal.filter(({ key, value }) =>
    isOther
      ? noted.get(key) !== value
      : !noted.has(key) && !(key === subjectTag && isOfOtherCommit(legal, noted)),
  );
  if (missing.length === 0) return;
  try {
    await tagResource(aws, arn, missing);
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    const tag = missing.map(({ key }) => key).join(', ');
    report({ type: 'warning', warning: { kind: 'tag-not-written', tag, error: error.message } });
  }
}

/** What was noted keeps its commit: the message of another one would be put beside it. */
function isOfOtherCommit(origin: readonly Tag[], noted: ReadonlyMap<string, string>): boolean {
  const commit = origin.find(({ key }) => key === commitTag)?.value;
  return (noted.get(commitTag) ?? commit) !== commit;
}
