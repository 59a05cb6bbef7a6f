import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import type { AwsVpcConfiguration, CapacityProviderStrategyItem } from '@aws-sdk/client-ecs';
import type { HookableEvent } from './lifecycle-event.ts';

/** What a deployment brings in: where it was said, and what it says. Frozen. */
export interface RevisionRecord {
  /** As CreateDeployment got it, and GetDeployment tells it. */
  readonly location: RevisionLocation;
  readonly appSpec: AppSpec;
}

/** An AppSpec for ECS as it was read (section 3.1.3 of the specification). Whether ECS agrees is found out when it deploys. */
export interface AppSpec {
  /** A full ARN with its revision. */
  readonly taskDefinition: string;
  readonly container: { readonly name: string; readonly port: number };
  /** These three as the service has them where the AppSpec does not say. */
  readonly platformVersion: string | undefined;
  readonly networkConfiguration: { readonly awsvpcConfiguration: AwsVpcConfiguration } | undefined;
  readonly capacityProviderStrategy: readonly CapacityProviderStrategyItem[] | undefined;
  /** Lambda functions, name or ARN, in the order in which they are named for the same event. */
  readonly hooks: ReadonlyMap<HookableEvent, readonly string[]>;
}
