import type { Json } from './task-definition.ts';

/**
 * Members of UpdateService that a service revision records, in AWS's spelling.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRevision.html
 */
export const recordedMembers = [
  'capacityProviderStrategy',
  'platformVersion',
  'networkConfiguration',
  'loadBalancers',
  'serviceRegistries',
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
  'gatewayConnectors',
  'monitoring',
] as const;

export type RecordedMember = (typeof recordedMembers)[number];

/** What UpdateService is asked for besides a task definition and settings of its deployments, in AWS's shapes. */
export type ServiceMembers = Readonly<Partial<Record<RecordedMember, Json>>>;

/** Settings of a service of which AWS keeps no earlier value, neither in a service revision nor in a service deployment. */
export const unrecordedSettings = [
  'healthCheckGracePeriodSeconds',
  'placementConstraints',
  'placementStrategy',
  'availabilityZoneRebalancing',
  'enableExecuteCommand',
  'enableECSManagedTags',
  'propagateTags',
] as const;

/** Settings that a way back leaves as they are, and why. */
export interface LeftSettings {
  /** Members of a service, in AWS's spelling. */
  readonly settings: readonly string[];
  readonly because: WhyLeft;
}

type WhyLeft =
  /** AWS keeps no earlier value. */
  | { readonly kind: 'not-recorded' }
  /** It was asked for. */
  | { readonly kind: 'image-only' }
  /** AWS remembers the revision of the release, and not how the service was. */
  | { readonly kind: 'no-record' }
  /** CodeDeploy records none, and ECS keeps no service revisions of such a service. */
  | { readonly kind: 'codedeploy' }
  /** The release was itself a way back, which ran with some of its settings set aside, and what it went back to is forgotten. */
  | { readonly kind: 'was-way-back' }
  /** The record could not be read. */
  | { readonly kind: 'unreadable'; readonly error: string }
  /** UpdateService cannot change it, or cannot take it away. */
  | { readonly kind: 'not-updatable' }
  /** The service follows LATEST, and the record has only what that stood for. */
  | { readonly kind: 'follows-latest'; readonly then: string }
  /** Something that it names does not exist any more, or nobody could say whether it does. */
  | { readonly kind: 'gone'; readonly what: string }
  | { readonly kind: 'unchecked'; readonly what: string }
  /** It only works together with another setting that is left. */
  | { readonly kind: 'depends'; readonly on: string }
  /** AWS stops the deployment: it takes back what a service revision holds, and nothing else. */
  | { readonly kind: 'stopped' };
