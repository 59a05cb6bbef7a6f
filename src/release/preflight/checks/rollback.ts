import type { PreflightResult, SkipReason } from '../../../model/preflight.ts';
import { goesBackByItself } from '../../codedeploy/safety-rules.ts';
import { breakerRollsBack } from '../../safety-rules.ts';
import { passed, skipped, warningOf, type PreflightCheck } from '../preflight-check.ts';
import { groupOf, type BringInController, type PreflightSubject } from '../preflight-subject.ts';

const name = 'rollback';

/** Somebody takes a bad release back, even if this process is gone. */
export const rollbackCheck: PreflightCheck = {
  name,
  run: (_, subject) => [judgeRollback(subject)],
};

/** Pure. */
export function judgeRollback({
  settings,
  controller,
  ownRollback: own,
}: Pick<PreflightSubject, 'settings' | 'controller' | 'ownRollback'>): PreflightResult {
  switch (controller.kind) {
    case 'ecs': {
      const { alarms } = settings;
      const held = [
        ...(breakerRollsBack(settings) ? ['circuit breaker'] : []),
        ...(alarms?.enable === true && alarms.rollback ? ['alarms'] : []),
      ];
      return held.length > 0
        ? passed(name, held.join(' and '))
        : warningOf(name, 'circuit breaker and alarms', {
            kind: 'no-rollback-at-aws',
            controller: 'ecs',
            own,
          });
    }
    case 'codedeploy': {
      const group = groupOf(controller);
      if (group === undefined) return skipped(name, 'deployment group', whyUnread(controller.group));
      return goesBackByItself(group)
        ? passed(name, group.group)
        : warningOf(name, group.group, { kind: 'no-rollback-at-aws', controller: 'codedeploy', own });
    }
    default:
      return controller satisfies never;
  }
}

type Unread = Extract<BringInController, { kind: 'codedeploy' }>['group'];

function whyUnread(group: Unread): SkipReason {
  return group !== undefined && 'kind' in group
    ? group
    : { kind: 'unreadable', error: 'nobody asked for it' };
}
