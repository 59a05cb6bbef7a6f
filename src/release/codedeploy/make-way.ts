import { AwsUnavailable } from '../../aws/errors.ts';
import type { Controller } from '../../controllers/controller.ts';
import type { Deployment, Move, Snapshot } from '../../model/deployment.ts';
import { lookPatiently } from '../approvals/patient-look.ts';
import { ServiceBusy } from '../busy.ts';
import { cameTooLate } from '../came-too-late.ts';
import { lookInterval } from '../follow-policy.ts';
import type { ReleaseContext } from '../release-context.ts';

/** What is done to a deployment in the way, once it is known how it stands: nothing, where only its end is to be waited for. */
type WayOut = Extract<Move['kind'], 'end-termination-wait' | 'stop-and-roll-back'> | undefined;

/**
 * How a deployment in the way is got rid of. In its termination wait it has released: to stop it there would take a good release back, so
 * that wait is ended, also where only its end was to be waited for. Pure.
 */
function wayOutOf({ moves }: Pick<Snapshot, 'moves'>, how: 'wait' | 'replace'): WayOut {
  const can = (kind: Move['kind']): boolean => moves.some((move) => move.kind === kind);
  if (can('end-termination-wait')) return 'end-termination-wait';
  return how === 'replace' && can('stop-and-roll-back') ? 'stop-and-roll-back' : undefined;
}

/**
 * Waits until the group of CodeDeploy is free, which takes one deployment at a time. `replace`: what is in the way is stopped and taken
 * back first, since CodeDeploy lets nothing supersede it.
 * @throws ServiceBusy after `timeout` milliseconds
 */
export async function makeWay(
  context: ReleaseContext,
  controller: Controller,
  { other, how, timeout }: { other: Deployment; how: 'wait' | 'replace'; timeout: number },
): Promise<void> {
  const { aws, clock, report, interrupt } = context;
  const deadline = clock.now() + timeout;
  const looks = aws.company.look(lookInterval);
  const asked = new Set<string>();
  let told: WayOut | 'nothing-yet' = 'nothing-yet';
  try {
    for (let current: Deployment | undefined = other; current !== undefined;) {
      if (clock.now() >= deadline) throw new ServiceBusy(current, timeout);
      const snapshot = await lookPatiently(context, controller, current);
      const by = wayOutOf(snapshot, how);
      const name = `${by ?? 'wait'} ${current.deploymentId}`;
      const { deploymentId, taskDefinition } = current;
      if (told !== by) {
        told = by;
        report({ type: 'deployment.waiting-for-other', other: deploymentId, taskDefinition, by });
      }
      if (by !== undefined && !asked.has(name)) {
        if (await isHeard(controller, { kind: by, deployment: current })) asked.add(name);
      }
      await clock.sleep(looks.untilNext(lookInterval), interrupt);
      current = await controller.find(current.service);
    }
  } finally {
    looks.stop();
  }
}

/** Whether AWS has heard it; where it has not answered, the next look shows what is still to be asked. */
async function isHeard(controller: Controller, move: Move): Promise<boolean> {
  try {
    await controller.perform(move);
    return true;
  } catch (error) {
    if (cameTooLate(error)) return true;
    if (error instanceof AwsUnavailable) return false;
    throw error;
  }
}
