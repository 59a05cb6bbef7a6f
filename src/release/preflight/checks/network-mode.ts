import type { PreflightResult } from '../../../model/preflight.ts';
import { errorOf, type PreflightCheck } from '../preflight-check.ts';
import type { PreflightSubject } from '../preflight-subject.ts';

/** The network mode of the task definition, against what the service was created for. Part of what is shown of the task definition. */
export const networkModeCheck: PreflightCheck = {
  name: 'task-definition',
  run: (_, subject) => judgeNetworkMode(subject),
};

/**
 * UpdateService refuses the mix: "Network Configuration must be provided when networkMode 'awsvpc' is specified", and the opposite. With
 * CodeDeploy the subnets are those of a task set, or of the AppSpec, and are not judged. Pure.
 */
export function judgeNetworkMode({
  definition,
  service,
  controller,
}: Pick<PreflightSubject, 'definition' | 'service' | 'controller'>): PreflightResult[] {
  const mode = definition['networkMode'];
  const networkMode = typeof mode === 'string' ? mode : 'bridge';
  const hasSubnets = service.network !== undefined;
  if (controller.kind !== 'ecs' || (networkMode === 'awsvpc') === hasSubnets) return [];
  const kind = hasSubnets ? 'with-subnets' : 'without-subnets';
  return [
    errorOf('task-definition', 'networkMode', { kind: 'network-mode-mismatch', networkMode, service: kind }),
  ];
}
