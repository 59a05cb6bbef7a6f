import type { AlarmConfiguration } from '@aws-sdk/client-codedeploy';
import { refused } from '../refusals.ts';

/** @throws AlarmsLimitExceededException, InvalidAlarmConfigException */
export function checkAlarms(config: AlarmConfiguration | undefined): AlarmConfiguration | undefined {
  if (config === undefined) return undefined;
  const alarms = config.alarms ?? [];
  if (alarms.length > 10) {
    throw refused(
      'AlarmsLimitExceededException',
      'The maximum number of alarms for a deployment group (10) was exceeded.',
    );
  }
  const names = new Set(alarms.map(({ name }) => name));
  if (names.has(undefined) || names.has('') || names.size < alarms.length) {
    throw invalid('The format of the alarm configuration is invalid. Every alarm has a name, and only once.');
  }
  if (config.enabled === true && alarms.length === 0) {
    throw invalid('The alarm configuration is enabled, but the alarm list is empty.');
  }
  return {
    enabled: config.enabled ?? false,
    ignorePollAlarmFailure: config.ignorePollAlarmFailure ?? false,
    alarms,
  };
}

/** The API reference lists both cases; the texts are made of its words. */
function invalid(message: string): Error {
  return refused('InvalidAlarmConfigException', message);
}
