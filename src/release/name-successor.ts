import { findTaskDefinition } from '../aws/task-definitions.ts';
import { EcsdeployError } from '../model/error.ts';
import type { Outcome } from '../model/outcome.ts';
import { commitTag } from '../task-definitions/tags.ts';
import type { ReleaseContext } from './release-context.ts';

/**
 * Adds to `superseded` what AWS knows of who it was: who registered the other revision, and from which commit. ECS itself does
 * not tell who started a deployment. Failing to read it changes nothing.
 */
export async function nameSuccessor({ aws }: ReleaseContext, outcome: Outcome): Promise<Outcome> {
  if (outcome.kind !== 'superseded' || outcome.because.kind !== 'superseded') return outcome;
  const { because } = outcome;
  if (because.taskDefinition === undefined) return outcome;
  try {
    const revision = await findTaskDefinition(aws, because.taskDefinition);
    const commit = revision?.tags.find(({ key }) => key === commitTag)?.value;
    return { kind: 'superseded', because: { ...because, registeredBy: revision?.registeredBy, commit } };
  } catch (error) {
    if (error instanceof EcsdeployError) return outcome;
    throw error;
  }
}
