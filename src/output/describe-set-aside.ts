import { formatDuration } from '../model/duration.ts';
import type { SetAside } from '../model/set-aside.ts';

/** `bake 10 m, approval before traffic, alarms`: settings that a way back does without. */
export function describeSetAside(aside: SetAside): string {
  const bakes = [
    ['bake', aside.bakeTimeInMinutes],
    ['canary bake', aside.canaryBakeTimeInMinutes],
    ['wait between linear steps', aside.linearBakeTimeInMinutes],
  ] as const;
  return [
    ...bakes.flatMap(([name, minutes]) =>
      minutes === undefined ? [] : [`${name} ${formatDuration(minutes * 60_000)}`],
    ),
    ...(aside.approvals ?? []).map(({ moment }) => `approval ${moment.replaceAll('-', ' ')}`),
    ...(aside.alarms === true ? ['alarms'] : []),
  ].join(', ');
}
