import { EcsdeployError } from '../model/error.ts';
import { serviceName, type ServiceRef } from '../model/service-ref.ts';

/** Minimum and maximum percent leave no room: no task may stop, and none may start. */
class DeploymentDeadlock extends EcsdeployError {
  constructor(service: ServiceRef, desired: number, percents: Percents) {
    const { lower, upper } = taskBounds(desired, percents);
    const { minimumHealthyPercent, maximumPercent } = percents;
    super({
      code: 'refused.deployment_deadlock',
      message:
        `Service "${serviceName(service)}" could never replace a task: with ${desired} desired, ` +
        `minimumHealthyPercent ${minimumHealthyPercent} keeps ${lower} running and maximumPercent ${maximumPercent} allows ${upper}`,
      suggestions: [
        `Set maximumPercent to at least ${Math.ceil(((desired + 1) / desired) * 100)}, or minimumHealthyPercent to at most ${Math.floor(((desired - 1) / desired) * 100)}, under \`deployment\` in ecsdeploy.yml.`,
      ],
      details: { desired, lower, upper },
    });
  }
}

export interface Percents {
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
}

/** How few tasks may be healthy and how many may run at once: ECS rounds the one up and the other down. */
export function taskBounds(
  desired: number,
  { minimumHealthyPercent, maximumPercent }: Percents,
): { lower: number; upper: number } {
  return {
    lower: Math.ceil((desired * minimumHealthyPercent) / 100),
    upper: Math.floor((desired * maximumPercent) / 100),
  };
}

/** @throws DeploymentDeadlock when a rolling deployment could take no step */
export function refuseDeadlock(service: ServiceRef, desired: number, percents: Percents): void {
  if (desired === 0) return;
  const { lower, upper } = taskBounds(desired, percents);
  if (upper <= desired && lower >= desired) throw new DeploymentDeadlock(service, desired, percents);
}
