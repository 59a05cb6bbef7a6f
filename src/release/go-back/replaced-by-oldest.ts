import { describeServiceDeployment, describeServiceRevisions } from '../../aws/service-deployments.ts';
import { findTaskDefinition } from '../../aws/task-definitions.ts';
import { EcsdeployError } from '../../model/error.ts';
import type { PastRelease } from '../../model/past-release.ts';
import { originIn } from '../../task-definitions/tags.ts';
import type { ReleaseContext } from '../release-context.ts';

/**
 * What the oldest release replaced that ECS remembers: it served until then, whoever had brought it in, and however long ago. Undefined:
 * there was nothing, several revisions served side by side, or AWS does not tell.
 * @param releases newest first
 */
export async function replacedByOldest(
  { aws }: Pick<ReleaseContext, 'aws'>,
  releases: readonly PastRelease[],
): Promise<PastRelease | undefined> {
  const oldest = releases.findLast(({ source }) => source === 'ecs');
  if (oldest?.arn === undefined) return undefined;
  try {
    const deployment = await describeServiceDeployment(aws, oldest.arn);
    const [source, ...others] = deployment?.sourceRevisions ?? [];
    if (source === undefined || others.length > 0) return undefined;
    const [revision] = await describeServiceRevisions(aws, [source.arn]);
    if (revision === undefined) return undefined;
    const { taskDefinition, createdAt } = revision;
    const registered = await findTaskDefinition(aws, taskDefinition);
    return {
      id: source.arn.split('/').at(-1) ?? '',
      source: 'ecs',
      serviceRevisionArn: source.arn,
      taskDefinition,
      createdAt: createdAt ?? oldest.createdAt - 1,
      outcome: 'succeeded',
      origin: originIn(registered?.tags ?? []),
      serves: false,
    };
  } catch (error) {
    // It only adds to the history.
    if (error instanceof EcsdeployError) return undefined;
    throw error;
  }
}
