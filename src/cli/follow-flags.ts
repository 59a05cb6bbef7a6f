import { Flags } from '@oclif/core';
import { EcsdeployError } from '../model/error.ts';
import { lifecycleEvents, stages, type Until } from '../model/lifecycle.ts';

const ends = ['succeeded', 'paused', 'traffic-shifted'] as const;

class InvalidUntil extends EcsdeployError {
  constructor(text: string) {
    super({
      code: 'usage.invalid_until',
      message: `"${text}" is no place to follow a release to`,
      suggestions: [
        `One of ${ends.join(', ')}, or a stage: ${stages.map(asTyped).join(', ')}.`,
        `With CodeDeploy, a lifecycle event: ${lifecycleEvents.join(', ')}.`,
      ],
      details: { until: text },
    });
  }
}

/** AWS's name of a stage as one types it: `bake-time`. */
function asTyped(stage: string): string {
  return stage.toLowerCase().replaceAll('_', '-');
}

/**
 * `succeeded`, `paused`, `traffic-shifted`, a stage of ECS or a lifecycle event of CodeDeploy by AWS's name, in any case, and with
 * hyphens between its words or none: `bake-time`, `BAKE_TIME`, `AfterInstall`, `after-install`.
 * @throws InvalidUntil
 */
export function parseUntil(text: string): Until {
  const word = inOneWord(text);
  const end = ends.find((one) => inOneWord(one) === word);
  if (end !== undefined) return { kind: end };
  const stage = [...stages, ...lifecycleEvents].find((one) => inOneWord(one) === word);
  if (stage !== undefined) return { kind: 'stage', stage };
  throw new InvalidUntil(text);
}

function inOneWord(text: string): string {
  return text.trim().toLowerCase().replaceAll(/[-_]/g, '');
}

const untilFlag = Flags.custom<Until>({
  helpValue: '<stage>|paused|traffic-shifted|succeeded',
  // An async function, so that a text that names no place becomes a rejection that the parser attributes to its flag.
  parse: async (text) => Promise.resolve(parseUntil(text)),
});

/** How far a deployment is followed. */
export const followFlags = {
  until: untilFlag({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_UNTIL',
    description:
      'Where to stop following, with exit code 0: at a stage, such as bake-time, or a lifecycle event of CodeDeploy, such as AfterInstall, or a later one; where it waits for approval; or when all production traffic is on the new revision. The deployment goes on at AWS, and its own end comes first where it ends before.',
  }),
  wait: Flags.boolean({
    helpGroup: 'RELEASE',
    env: 'ECSDEPLOY_WAIT',
    description:
      'Where it waits for approval, follow on until somebody has answered; that time does not count. Without it the deployment waits at AWS, and the exit code is 31.',
  }),
};
