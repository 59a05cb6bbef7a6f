import { AwsUnavailable } from '../aws/errors.ts';
import type { Controller } from '../controllers/controller.ts';
import type { Deployment, Snapshot } from '../model/deployment.ts';
import { seconds } from '../model/duration.ts';
import { EcsdeployError } from '../model/error.ts';
import { serviceName } from '../model/service-ref.ts';
import { cameTooLate } from './came-too-late.ts';
import { answerWhenLeaving, graceAfter, NoTimeLeft, type Grace } from './grace.ts';
import { Interrupted, signalOf } from './interrupted.ts';
import type { ReleaseContext } from './release-context.ts';

/** What became of asking AWS to go back. */
export type Heard =
  | { readonly kind: 'goes-back' }
  /** It had ended well when the request arrived: there was nothing to stop. */
  | { readonly kind: 'succeeded-meanwhile' }
  /** It was time to leave before anybody could see whether AWS had heard. */
  | { readonly kind: 'not-known'; readonly signal: Interrupted['signal'] };

/** AWS did not answer whether it goes back, and does not show that it does. */
class RollbackUnknown extends EcsdeployError {
  constructor({ service: { cluster, service }, deploymentId }: Deployment, cause: unknown) {
    super({
      code: 'unknown.rollback',
      message: `AWS did not say whether it rolls deployment ${deploymentId} of "${serviceName({ cluster, service })}" back`,
      suggestions: [
        `Look with \`ecsdeploy status --cluster ${cluster} --service ${service}\`; the same command may be repeated.`,
      ],
      cause,
    });
  }
}

/**
 * Asks AWS to stop a deployment and go back, and finds out whether it has heard: within the seconds of `graceAfter`, once told to leave.
 * @throws RollbackUnknown, and what AWS refuses
 */
export async function askBack(
  context: ReleaseContext,
  controller: Controller,
  deployment: Deployment,
): Promise<Heard> {
  const grace = graceAfter(context.interrupt, context.clock);
  const asking = { context, controller, deployment, grace };
  try {
    return await ask(asking);
  } catch (error) {
    const signal = signalOf(context.interrupt);
    // What AWS refuses is known, also when told to leave.
    if (signal === undefined || !(error instanceof RollbackUnknown)) throw error;
    return { kind: 'not-known', signal };
  } finally {
    grace.end();
  }
}

interface Asking {
  readonly context: ReleaseContext;
  readonly controller: Controller;
  readonly deployment: Deployment;
  readonly grace: Grace;
}

async function ask(asking: Asking): Promise<Heard> {
  try {
    await send(asking);
  } catch (error) {
    if (error instanceof AwsUnavailable || error instanceof NoTimeLeft)
      return await lookWhetherHeard(asking, error);
    if (!cameTooLate(error)) throw error;
    const { status } = await look(asking);
    // Otherwise it is on its way back: perhaps by an earlier try of ours, which had no answer.
    if (status === 'successful') return { kind: 'succeeded-meanwhile' };
  }
  return { kind: 'goes-back' };
}

/** Told to leave while no answer comes, it asks anew: another request may be heard. Repeating it has no effect. */
async function send({ context: { interrupt }, controller, deployment, grace }: Asking): Promise<void> {
  const move = { kind: 'stop-and-roll-back', deployment } as const;
  try {
    await controller.perform(move, { signal: interrupt });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    await controller.perform(move, { signal: grace.askBy, answerWithin: answerWhenLeaving });
  }
}

// ECS takes a moment from the request to the rollback, and its reads are eventually consistent.
const settlingTime = seconds(2);

/** A stop without an answer may have had its effect: we look. @throws RollbackUnknown */
async function lookWhetherHeard(asking: Asking, cause: AwsUnavailable | NoTimeLeft): Promise<Heard> {
  const { clock, interrupt } = asking.context;
  try {
    await clock.sleep(settlingTime, interrupt);
  } catch (error) {
    // Who is told to leave looks at once.
    if (!interrupt.aborted) throw error;
  }
  const { moves } = await look(asking);
  // While it could still be stopped, nobody has.
  if (moves.some(({ kind }) => kind === 'stop-and-roll-back'))
    throw new RollbackUnknown(asking.deployment, cause);
  return { kind: 'goes-back' };
}

/** @throws RollbackUnknown */
async function look({ controller, deployment, grace }: Asking): Promise<Snapshot> {
  try {
    return await controller.observe(deployment, grace.leaveBy);
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    throw new RollbackUnknown(deployment, error);
  }
}
