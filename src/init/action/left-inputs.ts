import type { Leftover, LeftoverReason } from '../../model/initialised.ts';
import { textOf } from '../members.ts';
import type { Step } from './steps.ts';

// Inputs that are translated, or say nothing that ecsdeploy does not do anyway.
const translated: ReadonlySet<string> = new Set([
  'task-definition',
  'service',
  'cluster',
  'container-name',
  'image',
  'wait-for-minutes',
  'wait-for-service-stability',
  'codedeploy-application',
  'codedeploy-deployment-group',
  'codedeploy-deployment-config',
  'codedeploy-appspec',
  'wait-max-delay-seconds',
  'max-retries',
]);

interface Chain {
  readonly deploy: Step;
  readonly renders: readonly Step[];
  readonly lineOf: (step: Step, input: string) => number;
}

/** What the inputs of a deploy step, and of the render steps before it, ask for that has no equal. */
export function leftInputs(file: string, { deploy, renders, lineOf }: Chain): Leftover[] {
  const ofDeploy = inputsOf(deploy).map(([input, value]): Leftover => ({
    ...reasonOf(input),
    what: `${input}: ${value}`,
    file,
    line: lineOf(deploy, input),
  }));
  const stability = deploy.with['wait-for-service-stability'];
  // What an expression comes to is not known; it is there to wait.
  const waits = stability === true || (typeof stability === 'string' && stability !== 'false');
  const ofRenders = renders.flatMap((render) => {
    const name = textOf(render.with['container-name']) ?? '';
    return inputsOf(render).map(([input]): Leftover => ({
      reason: 'changes-definition',
      what: name === '' ? input : `${input} of ${name}`,
      file,
      line: lineOf(render, input),
    }));
  });
  return [
    ...ofRenders,
    ...severalImages(file, renders, lineOf),
    ...ofDeploy,
    ...(waits
      ? []
      : [{ reason: 'no-wait', what: 'wait-for-service-stability', file, line: deploy.line } as const]),
  ];
}

function inputsOf({ with: inputs }: Step): [string, string][] {
  return Object.entries(inputs)
    .filter(([input, value]) => !translated.has(input) && value !== null && value !== '' && value !== false)
    .map(([input, value]): [string, string] => [input, oneLine(value)]);
}

function oneLine(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length <= 60 ? line : `${line.slice(0, 57)}…`;
}

function reasonOf(input: string): { readonly reason: LeftoverReason; readonly instead?: string } {
  if (input === 'run-task' || input.startsWith('run-task-') || input === 'wait-for-task-stopped')
    return { reason: 'run-task' };
  if (input === 'force-new-deployment') return { reason: 'flag', instead: '--force' };
  const staying = /^(?:desired-count|enable-ecs-managed-tags|propagate-tags|service-managed-ebs-volume.*)$/;
  return { reason: staying.test(input) ? 'stays' : 'unknown' };
}

/** Ours names one image for all containers that take one; a second image is named with its container. */
function severalImages(file: string, renders: readonly Step[], lineOf: Chain['lineOf']): Leftover[] {
  const images = new Set(renders.map(({ with: inputs }) => textOf(inputs['image'])));
  if (images.size < 2) return [];
  return renders.map((render) => {
    const container = textOf(render.with['container-name']) ?? '<container>';
    const line = lineOf(render, 'image');
    return { reason: 'several-images', what: container, instead: `--image ${container}=<image>`, file, line };
  });
}
