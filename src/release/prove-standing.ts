import type { GateReport } from '../model/gate.ts';
import type { Outcome } from '../model/outcome.ts';
import { afterSuccess } from './gates/after-success.ts';
import { gatesAfter, gatesLeft } from './gates/gates-left.ts';
import { gatesOf } from './gates/gates-of.ts';
import { watchOf } from './gates/gates-asked.ts';
import { judgeStanding } from './judge-standing.ts';
import type { Ready } from './prepare-deploy.ts';
import type { ReleaseContext } from './release-context.ts';
import type { DeployRequest } from './requests.ts';
import { stampSuccess } from './stamp-success.ts';

interface Standing {
  readonly outcome: Outcome;
  readonly gates?: readonly GateReport[] | undefined;
}

/**
 * How a service stands to which nothing is to be done. Where an earlier run has brought it there and was killed before it had watched it
 * to the end, this one does that; it takes nothing back, since it has changed nothing.
 * @param standing as it stands without gates
 * @param recall aborted when the run that this release belongs to goes back
 */
export async function proveStanding(
  context: ReleaseContext,
  { preparation, plan, controller }: Ready,
  request: DeployRequest,
  { standing, recall }: { readonly standing: Outcome; readonly recall?: AbortSignal | undefined },
): Promise<Standing> {
  const { service, existing, expected, gatesToMeasure } = preparation;
  // Without alarms that somebody has accepted.
  const measured = { gates: request.gates && { ...request.gates, gates: gatesToMeasure } };
  if (standing.kind !== 'nothing-to-do' || existing === undefined || gatesAfter(measured) === undefined)
    return { outcome: standing };
  const deployment = await controller.latest(service.ref);
  // What AWS has forgotten is no release of a minute ago.
  if (deployment?.taskDefinition !== existing.arn) return { outcome: standing };
  const left = gatesLeft(measured, existing, deployment);
  if (left === undefined) return { outcome: standing };
  const { arn: taskDefinition } = existing;
  const { definition } = existing;
  const releasedAt = deployment.createdAt;
  const order = { plan, gates: left, service, taskDefinition, definition, releasedAt };
  const gates = gatesOf(context, order);
  if (gates === undefined) return { outcome: standing };
  const question = { service: service.ref, codeDeploy: plan.codeDeploy, taskDefinition, expected };
  const judged = await afterSuccess(
    context,
    {
      gates,
      deployment,
      watchFor: watchOf(request),
      recall,
      policy: request.rollback,
      canGoBack: false,
      lookAgain: async () => (await judgeStanding(context, question)).outcome,
    },
    standing,
  );
  const outcome: Outcome =
    'takeBack' in judged ? { kind: 'failed-left', because: judged.takeBack } : judged.outcome;
  if (outcome.kind === 'nothing-to-do' && recall?.aborted !== true)
    await stampSuccess(context, taskDefinition, deployment.endedAt ?? context.clock.now());
  return { outcome, gates: gates.standings().map(({ report }) => report) };
}
