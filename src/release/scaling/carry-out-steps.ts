import { setSuspendedScaling } from '../../aws/scalable-targets.ts';
import { tagResource, untagResource } from '../../aws/tags.ts';
import type { ServiceRef } from '../../model/service-ref.ts';
import type { ReleaseContext } from '../release-context.ts';
import { scalingTag, writeScalingNote } from './scaling-note.ts';
import type { ScalingStep } from './scaling-steps.ts';

/** A service as ECS and Application Auto Scaling name it. */
export interface ScaledService {
  readonly ref: ServiceRef;
  readonly arn: string;
}

/** In their order, each a call. @throws what `call` throws */
export async function carryOutSteps(
  { aws }: Pick<ReleaseContext, 'aws'>,
  { ref, arn }: ScaledService,
  steps: readonly ScalingStep[],
): Promise<void> {
  for (const step of steps) {
    switch (step.kind) {
      case 'note':
        await tagResource(aws, arn, [{ key: scalingTag, value: writeScalingNote(step.note) }]);
        break;
      case 'set':
        await setSuspendedScaling(aws, ref, step.suspended);
        break;
      case 'forget':
        await untagResource(aws, arn, [scalingTag]);
        break;
      default:
        step satisfies never;
    }
  }
}
