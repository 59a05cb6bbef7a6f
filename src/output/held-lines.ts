import type { Snapshot } from '../model/deployment.ts';
import { serviceName } from '../model/service-ref.ts';
import { count } from './count.ts';
import { describeHook, holds } from './describe-hook.ts';
import { answerCommands } from './describe-pause.ts';

const shown = 4;

/**
 * Who holds a deployment, a line each, and how a person answers: whoever may call ecs:ContinueServiceDeployment can.
 *
 * @param now milliseconds since the epoch by AWS's clock
 */
export function heldLines({ hooks = [], deployment, phase }: Snapshot, now: number): readonly string[] {
  if (phase === 'ended') return [];
  const lines = hooks.slice(0, shown).map((hook) => describeHook(hook, now));
  const rest = hooks.length - shown;
  const waits = hooks.some((hook) => hook.target === 'pause' && holds(hook));
  const { approve } = answerCommands(serviceName(deployment.service));
  return [
    ...lines,
    ...(rest > 0 ? [`and ${count(rest, 'more hook')}`] : []),
    ...(waits ? [`to answer: ${approve}, or reject`] : []),
  ];
}
