import { findCodeDeployDeployment } from '../../aws/codedeploy-deployments.ts';
import { findDeploymentTarget, type LifecycleEventState } from '../../aws/codedeploy-targets.ts';
import { readAppSpec } from '../../controllers/codedeploy/app-spec-revision.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { HookEvidence } from '../../model/diagnosis.ts';
import type { ReleaseContext } from '../release-context.ts';

// The rest stands in the log of the function.
const mostLines = 20;

/**
 * The lifecycle events of a deployment that failed for the function they ask, with its name where the AppSpec is shown.
 * @throws what reading throws
 */
export async function failedFunctions(
  { aws }: Pick<ReleaseContext, 'aws'>,
  { deploymentId, service }: Deployment,
): Promise<HookEvidence[]> {
  const [state, target] = await Promise.all([
    findCodeDeployDeployment(aws, deploymentId),
    findDeploymentTarget(aws, deploymentId, service),
  ]);
  const hooks = state?.revision.kind === 'content' ? readAppSpec(state.revision.content).hooks : {};
  return failedEvents(target?.events ?? [], hooks, state?.error?.message);
}

/**
 * Pure.
 * @param hooks functions by the name of their lifecycle event: the AppSpec names a function or gives its ARN
 * @param fallback why the deployment failed, where the event does not say why it did
 */
export function failedEvents(
  events: readonly LifecycleEventState[],
  hooks: Readonly<Record<string, string | undefined>>,
  fallback?: string,
): HookEvidence[] {
  return events.flatMap(({ name, status, diagnostics }): HookEvidence[] => {
    const given = hooks[name];
    if (status !== 'Failed' || given === undefined) return [];
    const functionName = given.startsWith('arn:') ? given.split(':')[6] : given;
    const lines = (diagnostics?.logTail ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
    return [
      {
        stage: name,
        functionArn: given,
        logGroup: functionName === undefined ? undefined : `/aws/lambda/${functionName}`,
        message: textOf(diagnostics?.message) ?? fallback,
        ...(lines.length === 0 ? {} : { lines: lines.slice(-mostLines) }),
      },
    ];
  });
}

/** AWS leaves what it does not know empty. */
function textOf(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
