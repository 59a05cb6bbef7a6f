import { stageOfApproval, type ApprovalMoment } from '../../model/lifecycle.ts';
import type { Approval } from '../../model/release-plan.ts';
import type { SetAside } from '../../model/set-aside.ts';
import type { Tag } from '../../model/task-definition.ts';

/** Tag on the ECS service while a way back runs with some of its settings set aside: what to put back. */
export const settingsTag = 'ecsdeploy:settings';

/** `bake=10 canary=5 alarms=1 before-traffic=1440:rollback`: in the characters that ECS allows in a tag, and well below its 256. */
export function writeSetAside(aside: SetAside): string {
  const numbers = [
    ['bake', aside.bakeTimeInMinutes],
    ['canary', aside.canaryBakeTimeInMinutes],
    ['linear', aside.linearBakeTimeInMinutes],
  ] as const;
  return [
    ...numbers.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])),
    ...(aside.alarms === true ? ['alarms=1'] : []),
    ...(aside.approvals ?? []).map(
      ({ moment, timeoutInMinutes, onTimeout }) => `${moment}=${timeoutInMinutes}:${onTimeout.toLowerCase()}`,
    ),
  ].join(' ');
}

/** Undefined for what is no note of ours. An empty one says that nothing is set aside, and nothing to be put back. */
export function readSetAside(value: string): SetAside | undefined {
  if (value === '') return {};
  const numbers = new Map<string, number>();
  const approvals: Approval[] = [];
  for (const part of value.split(' ')) {
    const [, name = '', digits = '', action] =
      /^([a-z-]+)=(\d{1,5})(?::(rollback|continue))?$/.exec(part) ?? [];
    if (isMoment(name) && action !== undefined) {
      const onTimeout = action === 'continue' ? 'CONTINUE' : 'ROLLBACK';
      approvals.push({ moment: name, timeoutInMinutes: Number(digits), onTimeout });
    } else if (['bake', 'canary', 'linear', 'alarms'].includes(name) && action === undefined) {
      numbers.set(name, Number(digits));
    } else {
      return undefined;
    }
  }
  return {
    ...(numbers.has('bake') ? { bakeTimeInMinutes: numbers.get('bake') } : {}),
    ...(numbers.has('canary') ? { canaryBakeTimeInMinutes: numbers.get('canary') } : {}),
    ...(numbers.has('linear') ? { linearBakeTimeInMinutes: numbers.get('linear') } : {}),
    ...(numbers.has('alarms') ? { alarms: true as const } : {}),
    ...(approvals.length > 0 ? { approvals } : {}),
  };
}

/** What a way back has set aside on a service, and nobody has put back yet. */
export function setAsideIn(tags: readonly Tag[]): SetAside | undefined {
  const value = tags.find(({ key }) => key === settingsTag)?.value;
  return value === undefined ? undefined : readSetAside(value);
}

function isMoment(name: string): name is ApprovalMoment {
  return Object.hasOwn(stageOfApproval, name);
}
