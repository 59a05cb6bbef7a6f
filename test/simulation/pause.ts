import type { ServiceDeploymentRecord } from '../../src/sandbox/ecs/records/service-deployment.ts';

/** The pause that holds a deployment until a person answers: its hook's id. */
export function pauseOf({ hooks, status }: ServiceDeploymentRecord): string | undefined {
  if (status !== 'IN_PROGRESS' || hooks?.state !== 'running') return undefined;
  return hooks.runs.find((run) => run.status === 'AWAITING_ACTION')?.hookId;
}
