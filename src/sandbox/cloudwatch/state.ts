import type { PutMetricAlarmCommandInput, StateValue } from '@aws-sdk/client-cloudwatch';
import { Metrics } from './metrics/metrics.ts';

export interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly settings: PutMetricAlarmCommandInput;
  readonly updatedAt: number;
  state: StateValue;
  stateReason: string;
  stateReasonData?: string | undefined;
  /** When the state was last set, also to the same value. */
  stateUpdatedAt: number;
  /** When the state last became another one. */
  stateTransitionedAt: number;
}

export interface AlarmChange {
  readonly name: string;
  readonly state: StateValue;
}

/** The metrics and alarms of one account and region. Nothing evaluates metrics: a state stays until SetAlarmState sets another. */
export class CloudWatchState {
  readonly metrics = new Metrics();
  readonly alarms = new Map<string, Alarm>();
  readonly tags = new Map<string, Map<string, string>>();
  readonly #listeners: ((change: AlarmChange) => void)[] = [];

  alarm(name: string): Alarm | undefined {
    return this.alarms.get(name);
  }

  onStateChange(listener: (change: AlarmChange) => void): void {
    this.#listeners.push(listener);
  }

  setState(alarm: Alarm, state: StateValue, reason: string, at: number, reasonData?: string): void {
    const isOther = alarm.state !== state;
    alarm.state = state;
    alarm.stateReason = reason;
    alarm.stateReasonData = reasonData;
    alarm.stateUpdatedAt = at;
    if (!isOther) return;
    alarm.stateTransitionedAt = at;
    for (const listener of this.#listeners) listener({ name: alarm.name, state });
  }
}
