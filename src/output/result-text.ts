import { formatDuration } from '../model/duration.ts';
import type { ReleaseResult } from '../model/release-result.ts';
import { serviceName } from '../model/service-ref.ts';
import { describeDiagnosis } from './describe-diagnosis.ts';
import { describeGateReport } from './describe-gate.ts';
import { describeLeftTask } from './describe-left-task.ts';
import { describeOutcome } from './describe-outcome.ts';
import { describePlan } from './describe-plan.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';

/** The result for a person, on standard output; the line that matters most, what is left behind, comes last. */
export function resultText(result: ReleaseResult, palette: Palette): string {
  const { outcome, plan, diagnosis, deployment } = result;
  const words = describeOutcome(outcome, {
    service: serviceName(result.service),
    before: result.before?.taskDefinition,
    after: result.target?.taskDefinition,
    isThroughCodeDeploy: deployment?.codeDeploy !== undefined,
    now: result.endedAt,
  });
  const id = deployment?.serviceDeploymentArn ?? deployment?.deploymentId;
  const took = formatDuration(timeOf(result));
  const lines = [
    ...(outcome.kind === 'planned' && plan !== undefined ? [...describePlan(plan, palette), ''] : []),
    palette[words.tone](words.headline),
    ...gateLines(result).map((line) => palette.faint(`  ${line}`)),
    ...(diagnosis === undefined ? [] : describeDiagnosis(diagnosis, palette)),
    ...(id === undefined ? [] : [palette.faint(`Deployment ${id}, ${took}`)]),
    ...(result.tasksLeft ?? []).map((left) => palette.warn(`  ${describeLeftTask(left)}`)),
    ...(outcome.kind === 'error' ? outcome.error.suggestions.map((one) => `  ${harmless(one)}`) : []),
    ...(outcome.kind === 'waiting-for-approval' ? [whoMayAnswer(deployment)] : []),
    ...result.next.map((command) => `  Next: ${harmless(command)}`),
    palette.strong(words.state),
  ];
  return `${lines.join('\n')}\n`;
}

/** Those that have not passed, but for the one that the first line names. */
function gateLines({ gates = [], outcome }: ReleaseResult): string[] {
  const reason = outcome.kind === 'error' ? outcome.error.because : 'because' in outcome && outcome.because;
  const named = typeof reason === 'object' && reason.kind === 'gate' ? reason.gate : undefined;
  return gates
    .filter(({ gate, verdict }) => verdict.kind !== 'pass' && gate !== named)
    .map(describeGateReport);
}

/** AWS asks for no name, only for the permission. */
function whoMayAnswer(deployment: ReleaseResult['deployment']): string {
  const operation =
    deployment?.codeDeploy === undefined ? 'ecs:ContinueServiceDeployment' : 'codedeploy:ContinueDeployment';
  return `  Whoever may call ${operation} can answer, from anywhere:`;
}

/** How long the run took; of a deployment that had ended before it, how long that did. */
function timeOf({ deployment, startedAt, endedAt }: ReleaseResult): number {
  return deployment?.endedAt === undefined ? endedAt - startedAt : deployment.endedAt - deployment.createdAt;
}
