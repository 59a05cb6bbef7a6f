import { describe, expect, it } from '@jest/globals';
import { buildProgress } from '../../../../src/images/engines/build-progress.ts';
import { recordedOutput } from './recorded-output.ts';

describe('buildProgress', () => {
  it.each([
    ['#7 [3/5] RUN make', { number: 3, of: 5, stage: undefined, instruction: 'RUN make' }],
    ['#7 [builder 3/5] RUN make', { number: 3, of: 5, stage: 'builder', instruction: 'RUN make' }],
    [
      '#12 [linux/arm64 builder 10/12] COPY . .',
      { number: 10, of: 12, stage: 'linux/arm64 builder', instruction: 'COPY . .' },
    ],
    ['Step 3/5 : RUN make', { number: 3, of: 5, instruction: 'RUN make' }],
  ])('reads %j', (line, step) => {
    expect(buildProgress(line)).toEqual(step);
  });

  it.each([
    '#7 0.224 [3/5] RUN make',
    '#7 DONE 0.1s',
    '#7 CACHED',
    '#2 [internal] load .dockerignore',
    ' > [5/6] RUN make:',
    '[3/5] RUN make',
    'Step 3/5 is done',
    '',
  ])('finds no step in %j', (line) => {
    expect(buildProgress(line)).toBeUndefined();
  });

  it.each(['legacy-20.10', 'buildkit-20.10', 'buildx-0.29-buildkit-0.25'])(
    'follows a real build of %s in order',
    (client) => {
      const steps = recordedOutput(`failing-command.${client}`)
        .map(({ line }) => buildProgress(line))
        .filter((step) => step !== undefined);

      expect(steps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
      expect(steps.every(({ of }) => of === 6)).toBe(true);
    },
  );
});
