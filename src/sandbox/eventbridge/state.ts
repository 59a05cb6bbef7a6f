import type { Target } from '@aws-sdk/client-eventbridge';

export interface RuleRecord {
  readonly name: string;
  readonly arn: string;
  /** Name of its event bus. */
  readonly bus: string;
  eventPattern: string | undefined;
  scheduleExpression: string | undefined;
  state: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  description: string | undefined;
  roleArn: string | undefined;
  /** By id, in the order in which they came. */
  readonly targets: Map<string, Target>;
}

export interface BusRecord {
  readonly name: string;
  readonly description: string | undefined;
  /** Milliseconds since the epoch; undefined of the one that every account has. */
  readonly createdAt: number | undefined;
  /** By name. */
  readonly rules: Map<string, RuleRecord>;
}

/** EventBridge of one account and region: rules with their targets. Nothing is ever sent to them. */
export class EventBridgeState {
  /** By name. */
  readonly buses = new Map<string, BusRecord>([
    ['default', { name: 'default', description: undefined, createdAt: undefined, rules: new Map() }],
  ]);
}
