import { releaseLine } from '../model/release-line.ts';
import type { ReleasePlan } from '../model/release-plan.ts';
import { revisionName } from '../model/service-ref.ts';
import { describePlan } from './describe-plan.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';
import { planTarget } from './plan-target.ts';

/** What a person decides on before a service goes back: the plan, and where it could go instead. */
export interface WayBackQuestion {
  /** Lines to be read before. */
  readonly text: string;
  /** In one line, without what may be answered. */
  readonly question: string;
  /** Names of the other releases, for `--to`: the first of them is asked for by 2, since 1 is the target. */
  readonly others: readonly string[];
}

/** @param now milliseconds since the epoch, for ages */
export function wayBackQuestion(plan: ReleasePlan, palette: Palette, now: number): WayBackQuestion {
  const { release, others = [], mechanism } = plan.wayBack ?? {};
  const target = release === undefined ? planTarget(plan) : releaseLine(release, now);
  const candidates = [target, ...others.map((other) => releaseLine(other, now))];
  const list =
    others.length === 0
      ? []
      : [
          '',
          ...candidates.map((line, index) => {
            const mark = index === 0 ? '→' : ' ';
            return `${mark} ${String(index + 1).padStart(2)}  ${harmless(line)}`;
          }),
        ];
  const isStop = mechanism?.kind === 'stop';
  return {
    text: [...describePlan(plan, palette), ...list, ''].join('\n'),
    question: isStop ? 'Stop it and go back?' : `Go back to ${planTarget(plan)}?`,
    others: others.flatMap(({ taskDefinition }) =>
      taskDefinition === undefined ? [] : [revisionName(taskDefinition)],
    ),
  };
}
