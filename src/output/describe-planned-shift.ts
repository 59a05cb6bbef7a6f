import { formatDuration, minutes } from '../model/duration.ts';
import type { PlannedHook, PlannedShift } from '../model/planned-shift.ts';
import { afterTimeout } from './describe-pause.ts';
import { functionName } from './describe-hook.ts';
import { describeApprovalMoment } from './describe-stage.ts';
import { percent } from './describe-traffic.ts';
import { harmless } from './harmless.ts';

/** How the traffic will move, and whose rules AWS changes for it: `canary: 10 %, 5 m bake, then 100 %, 15 m bake`. */
export function describePlannedShift(shift: PlannedShift): string[] {
  const { productionRules, testRules, finalBakeInMinutes } = shift;
  const bake = finalBakeInMinutes === 0 ? 'no bake after it' : `${duration(finalBakeInMinutes)} bake`;
  return [
    `${describeSteps(shift)}, ${bake}`,
    ...(productionRules.length === 0
      ? ['AWS shifts it without a load balancer']
      : [`AWS shifts it on ${namedRules(productionRules)}`]),
    ...(testRules.length === 0 ? [] : [`test traffic on ${namedRules(testRules)}`]),
  ];
}

/** A hook that will hold the release: when, whose it is, and what comes of no answer. */
export function describePlannedHook(hook: PlannedHook): string {
  const { target, targetArn, moment, gates, stages, holder, timeoutInMinutes, onTimeout } = hook;
  const name =
    gates !== undefined
      ? `pause for ${gates.length === 1 ? 'gate' : 'gates'} ${gates.map(harmless).join(', ')} at ${at(stages)}`
      : target === 'pause'
        ? `pause for a person ${moment === undefined ? `at ${at(stages)}` : describeApprovalMoment(moment)}`
        : `function ${functionName(targetArn)} at ${at(stages)}`;
  const whose = holder === 'others' ? ' (put there by others, kept)' : '';
  const time = timeoutInMinutes === undefined ? '' : ` after ${duration(timeoutInMinutes)}`;
  return `${name}${whose}; without an answer ${afterTimeout(onTimeout, target)}${time}`;
}

function describeSteps({ steps }: PlannedShift): string {
  switch (steps.kind) {
    case 'at-once':
      return 'blue/green: 100 % at once';
    case 'canary':
      return `canary: ${percent(steps.percent)}, ${duration(steps.bakeInMinutes)} bake, then 100 %`;
    case 'linear':
      return `linear: ${percent(steps.percent)} more ${steps.bakeInMinutes === 0 ? 'each time' : `every ${duration(steps.bakeInMinutes)}`} (${Math.ceil(100 / steps.percent)} steps), up to 100 %`;
    default:
      return steps satisfies never;
  }
}

function duration(inMinutes: number): string {
  return inMinutes === 0 ? 'no' : formatDuration(minutes(inMinutes));
}

function at(stages: readonly string[]): string {
  return stages.map(harmless).join(', ');
}

/** `arn:…:listener-rule/app/<load balancer>/…/<listener>/<rule>`: the load balancer is what a person knows, the id what AWS does. */
export function namedRules(arns: readonly string[]): string {
  return arns.map((arn) => harmless(shortRule(arn))).join(', ');
}

function shortRule(arn: string): string {
  const [kind = '', , loadBalancer = '', ...ids] = arn.slice(arn.lastIndexOf(':') + 1).split('/');
  const id = ids.at(-1);
  if (id === undefined) return arn;
  return `${kind === 'listener' ? 'listener' : 'rule'} ${id} of ${loadBalancer}`;
}
