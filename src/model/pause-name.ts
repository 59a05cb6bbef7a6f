import type { Deployment } from './deployment.ts';
import { EcsdeployError } from './error.ts';
import { readyWait, type PendingApproval } from './lifecycle.ts';

/** One pause of one deployment, as a person or a printed command names it. */
export interface NamedPause {
  /** The last part of the service deployment's ARN, the whole ARN, or `ecs-svc/…`. */
  readonly deployment: string;
  /** AWS's name of this one occurrence: a later pause of the same deployment has another. */
  readonly hookId: string;
}

/** `--expect` is something else than a deployment and a hook. */
class InvalidPauseName extends EcsdeployError {
  constructor(text: string) {
    super({
      code: 'usage.invalid_pause',
      message: `"${text}" does not name a pause: it has to be <deployment>/<hook>, such as 8aCmYqqnBDq7Vd1Nfgdvq/ecs-pause-x1y2z3`,
      suggestions: ['Copy it from the output of the release that waits, or from `ecsdeploy status`.'],
      details: { expect: text },
    });
  }
}

/** Short and unambiguous within a service: what the printed commands carry. */
export function pauseName({ deployment, hookId }: PendingApproval): string {
  return `${deployment.split('/').at(-1) ?? ''}/${hookId}`;
}

/** The flag that names it in a printed command. AWS's names may begin with a hyphen, and would be taken for a flag of their own. */
export function expectFlag(approval: PendingApproval): string {
  const name = pauseName(approval);
  return name.startsWith('-') ? `--expect=${name}` : `--expect ${name}`;
}

/**
 * Reads `<deployment>/<hook>`. AWS: hooks are named `ecs-{hookType}-{id}`; the wait of CodeDeploy is `READY_WAIT`.
 * @throws InvalidPauseName
 */
export function parsePauseName(text: string): NamedPause {
  const trimmed = text.trim();
  const slash = trimmed.lastIndexOf('/');
  const [deployment, hookId] = [trimmed.slice(0, Math.max(0, slash)), trimmed.slice(slash + 1)];
  if (!/^\S+$/.test(deployment) || !isHook(hookId)) throw new InvalidPauseName(text);
  return { deployment, hookId };
}

function isHook(hookId: string): boolean {
  return /^ecs-[\w-]+$/.test(hookId) || hookId === readyWait;
}

/** Whether a name, in any of its forms, is that of this deployment. */
export function isNamed(
  name: string,
  { serviceDeploymentArn = '', deploymentId }: Pick<Deployment, 'serviceDeploymentArn' | 'deploymentId'>,
): boolean {
  return (
    name === serviceDeploymentArn || name === deploymentId || name === serviceDeploymentArn.split('/').at(-1)
  );
}
