import { findTaskDefinition } from '../../aws/task-definitions.ts';
import type { RegisteredTaskDefinition, TaskDefinition } from '../../model/task-definition.ts';
import type { CannotRun } from '../../model/way-back.ts';
import { askFor, judgeImage } from '../preflight/checks/images.ts';
import { readOrSkip } from '../preflight/read-or-skip.ts';
import type { ReleaseContext } from '../release-context.ts';

export type CanRun =
  /** An INACTIVE revision as well: it can be registered again. */
  | { readonly kind: 'can-run'; readonly revision: RegisteredTaskDefinition }
  | { readonly kind: 'cannot'; readonly gone: CannotRun };

/**
 * Whether a revision could still be brought in: AWS knows it, and its images are there. Only ECR is asked; what cannot be asked for, for want of a
 * permission or of an answer, does not stand in the way.
 * @param taskDefinition ARN or `family:revision`
 * @throws what reading the revision throws
 */
export async function checkCanRun(
  context: Pick<ReleaseContext, 'aws'>,
  taskDefinition: string,
): Promise<CanRun> {
  const revision = await findTaskDefinition(context.aws, taskDefinition);
  if (revision === undefined) return { kind: 'cannot', gone: { why: 'revision', taskDefinition } };
  const missing = await missingImage(context, revision.definition);
  if (missing === undefined) return { kind: 'can-run', revision };
  return { kind: 'cannot', gone: { why: 'image', taskDefinition, ...missing } };
}

async function missingImage(
  context: Pick<ReleaseContext, 'aws'>,
  { containerDefinitions }: TaskDefinition,
): Promise<{ readonly container: string; readonly image: string } | undefined> {
  const checked = await Promise.all(
    containerDefinitions.map(async ({ name: container, image }) => {
      if (image === undefined) return undefined;
      const judged = judgeImage(image, await readOrSkip(() => askFor(context, image)));
      return judged?.kind === 'finding' && judged.severity === 'error' ? { container, image } : undefined;
    }),
  );
  return checked.find((missing) => missing !== undefined);
}
