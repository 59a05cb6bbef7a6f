/** `trafficRoutingConfig` as a closed union. Percent is 1 to 99, the interval in minutes. */
export type TrafficRouting =
  | { readonly type: 'AllAtOnce' }
  | {
      readonly type: 'TimeBasedCanary' | 'TimeBasedLinear';
      readonly percent: number;
      readonly interval: number;
    };

/** A deployment configuration of the compute platform ECS. It cannot be changed, only deleted. */
export interface DeploymentConfigRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly routing: TrafficRouting;
  /** `CodeDeployDefault.…`: nobody can delete it. */
  readonly isPredefined: boolean;
}
