import type { Json } from './task-definition.ts';

/**
 * A lifecycle hook as a service has it, in AWS's spelling (`deploymentConfiguration.lifecycleHooks[]`). A list of hooks is only ever
 * sent whole, so members that this program does not know survive.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentLifecycleHook.html
 */
export interface HookDefinition {
  /** AWS_LAMBDA where it is absent. */
  readonly targetType?: string;
  readonly hookTargetArn?: string;
  readonly roleArn?: string;
  readonly lifecycleStages?: readonly string[];
  readonly hookDetails?: Json;
  readonly timeoutConfiguration?: { readonly timeoutInMinutes?: number; readonly action?: string };
  readonly [member: string]: unknown;
}

export function isPause({ targetType }: HookDefinition): boolean {
  return targetType === 'PAUSE';
}
