import type { SuspendedScaling } from '../../model/scaling.ts';
import type { Tag } from '../../model/task-definition.ts';

/** Tag on the ECS service while its autoscaling is suspended for a release: what to restore. */
export const scalingTag = 'ecsdeploy:scaling';

/** How autoscaling stood before it was suspended. */
export interface ScalingNote {
  readonly before: SuspendedScaling;
  /** When it was written, in milliseconds since the epoch. */
  readonly at: number;
  /** The deployment that is taken over with it, where one runs already. */
  readonly by?: string | undefined;
}

/** In the characters that ECS allows in a tag, and well below its 256. */
export function writeScalingNote({ before, at, by }: ScalingNote): string {
  const word = (isSuspended: boolean): string => (isSuspended ? 'suspended' : 'active');
  return [
    `scale-in=${word(before.scaleIn)}`,
    `scale-out=${word(before.scaleOut)}`,
    `scheduled=${word(before.scheduled)}`,
    `at=${new Date(at).toISOString()}`,
    ...(by === undefined ? [] : [`by=${by}`]),
  ].join(' ');
}

/** Undefined for what is no note of ours: then nothing is known of before. */
export function readScalingNote(value: string): ScalingNote | undefined {
  const parts = new Map(
    value.split(' ').map((part): [string, string] => {
      const [name = '', word = ''] = part.split('=', 2);
      return [name, word];
    }),
  );
  const suspended = (name: string): boolean | undefined => {
    const word = parts.get(name);
    return word === 'suspended' ? true : word === 'active' ? false : undefined;
  };
  const scaleIn = suspended('scale-in');
  const scaleOut = suspended('scale-out');
  const scheduled = suspended('scheduled');
  const at = Date.parse(parts.get('at') ?? '');
  if (scaleIn === undefined || scaleOut === undefined || scheduled === undefined || Number.isNaN(at)) {
    return undefined;
  }
  return { before: { scaleIn, scaleOut, scheduled }, at, by: parts.get('by') };
}

export function scalingNoteIn(tags: readonly Tag[]): string | undefined {
  return tags.find(({ key }) => key === scalingTag)?.value;
}
