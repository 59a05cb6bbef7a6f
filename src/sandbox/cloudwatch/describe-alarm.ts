import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Alarm } from './state.ts';

export function actionsOf({ settings }: Alarm): string[] {
  const lists = [settings.AlarmActions, settings.OKActions, settings.InsufficientDataActions];
  return lists.flatMap((list) => list ?? []);
}

export function describeAlarm(alarm: Alarm): MetricAlarm {
  // Tags are told by ListTagsForResource only.
  const settings = { ...alarm.settings, Tags: undefined };
  return {
    ...settings,
    AlarmArn: alarm.arn,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.updatedAt),
    ActionsEnabled: settings.ActionsEnabled ?? true,
    OKActions: settings.OKActions ?? [],
    AlarmActions: settings.AlarmActions ?? [],
    InsufficientDataActions: settings.InsufficientDataActions ?? [],
    Dimensions: settings.Dimensions ?? [],
    StateValue: alarm.state,
    StateReason: alarm.stateReason,
    StateReasonData: alarm.stateReasonData,
    StateUpdatedTimestamp: new Date(alarm.stateUpdatedAt),
    StateTransitionedTimestamp: new Date(alarm.stateTransitionedAt),
  };
}
