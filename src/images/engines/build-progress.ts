import type { BuildStep } from '../../model/image-plan.ts';

/** A step of the Dockerfile as the builder names it. */
export interface NamedStep extends BuildStep {
  /** The stage and platform it belongs to, where the builder says so: `builder`, `stage-1`, `linux/arm64 builder`. */
  readonly stage?: string | undefined;
}

/** `[builder 3/5] RUN make`: BuildKit's name of a step. */
const stepName = /^\[(?:([^\]]*) )?(\d+)\/(\d+)\] (.+)$/;
const buildKitHeader = /^#\d+ (\[.+)$/;
const legacyHeader = /^Step (\d+)\/(\d+) : (.+)$/;

/** The step that a line of build output announces; undefined for any other line. */
export function buildProgress(line: string): NamedStep | undefined {
  const name = buildKitHeader.exec(line)?.[1];
  return name === undefined ? legacyStep(line) : stepNamed(name);
}

/** The step that the legacy builder announces: `Step 3/5 : RUN make`. */
export function legacyStep(line: string): NamedStep | undefined {
  const match = legacyHeader.exec(line);
  if (match === null) return undefined;
  const [, number, of, instruction = ''] = match;
  return { number: Number(number), of: Number(of), instruction: instruction.trim() };
}

/** Takes BuildKit's name of a step apart; undefined for work that is no step of the Dockerfile. */
export function stepNamed(name: string): NamedStep | undefined {
  const match = stepName.exec(name);
  if (match === null) return undefined;
  const [, stage, number, of, instruction = ''] = match;
  return { number: Number(number), of: Number(of), stage, instruction: instruction.trim() };
}
