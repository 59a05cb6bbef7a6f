import { AwsUnavailable } from '../../aws/errors.ts';
import type { Controller } from '../../controllers/controller.ts';
import type { Deployment, Snapshot } from '../../model/deployment.ts';
import { afterFailedLooks } from '../follow-policy.ts';
import type { ReleaseContext } from '../release-context.ts';

// A look is one attempt, since the loop looks again at its next tick; here nobody does. Half a minute in all.
const looksAtMost = 4;

/** One look for whoever asks only once: repeated where AWS throttles or fails. @throws what `call` throws */
export async function lookPatiently(
  { clock, interrupt }: Pick<ReleaseContext, 'clock' | 'interrupt'>,
  controller: Controller,
  deployment: Deployment,
): Promise<Snapshot> {
  for (let number = 1; ; number++) {
    try {
      return await controller.observe(deployment, interrupt);
    } catch (error) {
      if (!(error instanceof AwsUnavailable) || number >= looksAtMost) throw error;
      await clock.sleep(afterFailedLooks(number - 1), interrupt);
    }
  }
}
