import { findTaskDefinition } from '../../aws/task-definitions.ts';
import type { RegisteredTaskDefinition, TaskDefinition } from '../../model/task-definition.ts';
import type { CannotRun } from '../../model/way-back.ts';
import { askFor, judgeImage } from '../preflight/checks/images.ts';
import { readOrSkip } from '../preflight/read-or-skip.ts';
import type { ReleaseContext } from '../release-context.ts';

export type CanRun =
  /** An INACTIVE revision as well: it can be registered again. */
  | {
      readonly kind: 'can-run';
      readonly revision: RegisteredTaskDefinition;
      /** Actions for want of which ECR could not be asked. */
      readonly lacks: readonly string[];
    }
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
  const { missing, lacks } = await lookAtImages(context, revision.definition);
  if (missing === undefined) return { kind: 'can-run', revision, lacks };
  return { kind: 'cannot', gone: { why: 'image', taskDefinition, ...missing } };
}

/** Tells for want of which permissions it is not known whether the images are there. */
export function tellLacks({ report }: Pick<ReleaseContext, 'report'>, actions: readonly string[]): void {
  if (actions.length > 0) report({ type: 'warning', warning: { kind: 'preflight-skipped', actions } });
}

interface Images {
  readonly missing?: { readonly container: string; readonly image: string } | undefined;
  readonly lacks: readonly string[];
}

async function lookAtImages(
  context: Pick<ReleaseContext, 'aws'>,
  { containerDefinitions }: TaskDefinition,
): Promise<Images> {
  const lacks = new Set<string>();
  const checked = await Promise.all(
    containerDefinitions.map(async ({ name: container, image }) => {
      if (image === undefined) return undefined;
      const read = await readOrSkip(() => askFor(context, image));
      if (read.kind === 'skipped' && read.because.kind === 'permission') lacks.add(read.because.action);
      const judged = judgeImage(image, read);
      return judged?.kind === 'finding' && judged.severity === 'error' ? { container, image } : undefined;
    }),
  );
  return { missing: checked.find((missing) => missing !== undefined), lacks: [...lacks] };
}
