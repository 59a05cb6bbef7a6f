import { nameFromArn } from '../model/service-ref.ts';
import type { StatusReport } from '../model/status.ts';
import { harmless } from './harmless.ts';

type TargetGroup = StatusReport['targetGroups'][number];

/** One line for a target group: how many targets are in which state, and why those that are not healthy are not. */
export function targetGroupLines({ arn, targets }: TargetGroup): string[] {
  // arn:…:targetgroup/<name>/<id>: the name is what a person knows.
  const name = arn.split('/').at(-2) ?? nameFromArn(arn);
  const counts = new Map<string, number>();
  for (const target of targets) {
    const reason = target.reason === undefined ? '' : ` (${harmless(target.reason)})`;
    const state = `${harmless(target.state)}${reason}`;
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const states = [...counts].map(([state, number]) => `${number} ${state}`);
  return [`${name}: ${states.length === 0 ? 'no targets' : states.join(', ')}`];
}
