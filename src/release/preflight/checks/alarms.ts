import { describeAlarms, type AlarmState } from '../../../aws/alarms.ts';
import type { PreflightResult } from '../../../model/preflight.ts';
import { alarmsOf } from '../../codedeploy/safety-rules.ts';
import { errorOf, passed, skipped, warningOf, type PreflightCheck } from '../preflight-check.ts';
import { groupOf, type PreflightSubject } from '../preflight-subject.ts';
import { readOrSkip, type ReadOrSkip } from '../read-or-skip.ts';

const name = 'alarms';

/** The alarms that are to take a release back: there, with data, and quiet. */
export const alarmsCheck: PreflightCheck = {
  name,
  run: async ({ aws }, subject) => {
    const names = watchedAlarms(subject);
    if (names.length === 0) return [];
    const read = await readOrSkip(() => describeAlarms(aws, names));
    return judgeAlarms(names, read, subject.controller.kind);
  },
};

/** Pure. */
export function watchedAlarms({
  settings,
  controller,
}: Pick<PreflightSubject, 'settings' | 'controller'>): readonly string[] {
  if (controller.kind === 'codedeploy') {
    const group = groupOf(controller);
    return group === undefined ? [] : alarmsOf(group);
  }
  return settings.alarms?.enable === true ? settings.alarms.names : [];
}

/** Pure. */
export function judgeAlarms(
  names: readonly string[],
  read: ReadOrSkip<readonly Pick<AlarmState, 'name' | 'state'>[]>,
  controller: 'ecs' | 'codedeploy',
): PreflightResult[] {
  return names.map((alarm) => {
    if (read.kind === 'skipped') return skipped(name, alarm, read.because);
    const found = read.value.find((one) => one.name === alarm);
    // AWS leaves unknown names out without a word.
    if (found === undefined) return errorOf(name, alarm, { kind: 'alarm-missing' });
    switch (found.state) {
      case 'OK':
        return passed(name, alarm);
      case 'ALARM':
        return errorOf(name, alarm, { kind: 'alarm-firing', controller });
      case 'INSUFFICIENT_DATA':
        return warningOf(name, alarm, { kind: 'alarm-without-data' });
      default:
        return found.state satisfies never;
    }
  });
}
