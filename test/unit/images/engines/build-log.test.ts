import { describe, expect, it } from '@jest/globals';
import { BuildFailed, type BuildFailure } from '../../../../src/images/engines/build-errors.ts';
import { BuildLog } from '../../../../src/images/engines/docker/build-log.ts';
import { readableLine } from '../../../../src/images/engines/docker/readable-line.ts';
import { recordedOutput } from './recorded-output.ts';

function failureOf(name: string): BuildFailure {
  const log = new BuildLog();
  for (const { line, stream } of recordedOutput(name)) log.add(readableLine(line), stream);
  return log.failure();
}

const instruction = String.raw`RUN printf 'compiling\nerror: no rule\n'; printf 'warn: x\n' >&2; exit 2`;

const clients = [
  'legacy-20.10',
  'legacy-28.2',
  'buildkit-20.10',
  'buildx-0.29-engine-20.10',
  'buildx-0.29-buildkit-0.25',
];

describe('a command that fails', () => {
  it.each(clients)('is named with its exit code by %s', (client) => {
    const failure = failureOf(`failing-command.${client}`);

    expect(failure).toMatchObject({ step: { number: 5, of: 6, instruction }, exitCode: 2 });
    expect(new BuildFailed(failure, []).message).toBe(`step 5/6 "${instruction}" ended with exit code 2`);
  });

  it.each(clients)('has its own output at the end of the log of %s', (client) => {
    const { log } = failureOf(`failing-command.${client}`);
    const own = log.slice(log.findIndex((line) => line.endsWith(instruction)));

    expect(log.length).toBeGreaterThan(own.length);
    expect(own.map((line) => line.replace(/^#\d+ [\d.]* ?/, '')).sort()).toEqual(
      expect.arrayContaining(['compiling', 'error: no rule', 'warn: x']),
    );
    expect(own.join('\n')).not.toContain('before');
  });

  it('shows what came before without its digests and without overwritten progress', () => {
    const { log } = failureOf('failing-command.buildkit-20.10');

    expect(log).toContain('#8 0.224 a 100%');
    expect(log.join('\n')).not.toContain('sha256:');
  });
});

describe('several stages at once', () => {
  it.each(['buildkit-20.10', 'buildx-0.29-engine-20.10', 'buildx-0.29-buildkit-0.25'])(
    'the one that failed is named, not the one that was cancelled, by %s',
    (client) => {
      const { step, exitCode, log } = failureOf(`parallel-stages.${client}`);

      expect(step).toEqual({ number: 2, of: 2, stage: 'a', instruction: 'RUN sleep 1; echo slow; exit 1' });
      expect(exitCode).toBe(1);
      expect(log.at(-2)).toMatch(/^#\d 1\.\d+ slow$/);
      expect(log.some((line) => line.endsWith(' b1'))).toBe(true);
    },
  );

  it('the message names the stage', () => {
    const failure = failureOf('parallel-stages.buildx-0.29-buildkit-0.25');

    expect(new BuildFailed(failure, []).message).toBe(
      'step 2/2 of a "RUN sleep 1; echo slow; exit 1" ended with exit code 1',
    );
  });
});

describe('a step that fails without a command', () => {
  it.each([
    [
      'legacy-20.10',
      'COPY failed: file not found in build context or excluded by .dockerignore: stat missing.txt: file does not exist',
    ],
    ['buildkit-20.10', '"/missing.txt" not found: not found'],
    ['buildx-0.29-buildkit-0.25', '"/missing.txt": not found'],
  ])('is named with the reason of %s', (client, reason) => {
    const failure = failureOf(`missing-file.${client}`);

    expect(failure).toMatchObject({ reason, exitCode: undefined });
    expect(new BuildFailed(failure, []).message).toBe(`step 2/2 "COPY missing.txt /" failed: ${reason}`);
  });

  it.each(['legacy-20.10', 'buildx-0.29-buildkit-0.25'])(
    'has what the system said in the log of %s',
    (client) => {
      const { step, log } = failureOf(`other-cpu.${client}`);

      expect(step?.instruction).toBe('RUN ["/exec-bad"]');
      expect(log.join('\n')).toContain('exec /exec-bad: exec format error');
    },
  );
});

describe('what fails outside of all steps', () => {
  it.each(['buildkit-20.10', 'buildx-0.29-engine-20.10', 'buildx-0.29-buildkit-0.25'])(
    'is a base image that %s cannot read',
    (client) => {
      const failure = failureOf(`unknown-base.${client}`);

      expect(failure.step).toBeUndefined();
      expect(failure.work).toBe('[internal] load metadata for ecsdeploy.invalid/nothing:9');
      expect(new BuildFailed(failure, []).message).toMatch(
        /^the build failed: failed to do request: Head .* no such host$/,
      );
    },
  );

  it('is a base image in the first step of the legacy builder', () => {
    const failure = failureOf('unknown-base.legacy-28.2');

    expect(failure.step?.instruction).toBe('FROM ecsdeploy.invalid/nothing:9');
    expect(failure.reason).toMatch(/^Get "https:\/\/ecsdeploy.invalid\/v2\/": .* no such host$/);
  });

  it.each([
    ['legacy-20.10', 'dockerfile parse error line 2: unknown instruction: RUNN'],
    ['buildkit-20.10', 'dockerfile parse error line 2: unknown instruction: RUNN'],
    [
      'buildx-0.29-buildkit-0.25',
      'dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)',
    ],
  ])('is a Dockerfile that %s does not understand', (client, reason) => {
    const failure = failureOf(`syntax-error.${client}`);

    expect(failure).toMatchObject({ step: undefined, work: undefined, reason });
  });

  it('is an engine that dies in the middle', () => {
    expect(failureOf('engine-died.buildkit-20.10')).toMatchObject({
      step: undefined,
      reason: 'unexpected EOF',
    });
  });
});

describe('BuildLog', () => {
  it('names a step that is written over several lines by its first', () => {
    expect(failureOf('here-document.buildx-0.29-buildkit-0.25')).toMatchObject({
      step: { instruction: 'RUN <<EOF (echo one...)' },
      exitCode: 4,
    });
  });

  it('keeps sixty lines, the last of the failing step, however long the build talks', () => {
    const log = new BuildLog();
    log.add('#1 [1/2] RUN first', 'stderr');
    log.add('#2 [2/2] RUN second', 'stderr');
    for (let line = 0; line < 1000; line++) {
      log.add(`#1 0.1 first ${line}`, 'stderr');
      log.add(`#2 0.1 second ${line}`, 'stderr');
    }
    log.add('#2 ERROR: process "/bin/sh -c second" did not complete successfully: exit code: 9', 'stderr');

    const failure = log.failure();

    expect(failure).toMatchObject({ step: { number: 2 }, exitCode: 9 });
    expect(failure.log).toHaveLength(60);
    expect(failure.log[0]).toBe('#2 0.1 second 941');
    expect(failure.log.at(-2)).toBe('#2 0.1 second 999');
  });

  it('fills up with what came before when the failing step says little', () => {
    const log = new BuildLog();
    log.add('#1 [1/2] RUN first', 'stderr');
    for (let line = 0; line < 1000; line++) log.add(`#1 0.1 first ${line}`, 'stderr');
    log.add('#2 [2/2] RUN second', 'stderr');
    log.add('#2 ERROR: process "/bin/sh -c second" did not complete successfully: exit code: 9', 'stderr');

    const lines = log.failure().log;

    expect(lines).toHaveLength(60);
    expect(lines[0]).toBe('#1 0.1 first 942');
    expect(lines.at(-2)).toBe('#2 [2/2] RUN second');
  });

  it('takes what a command of the legacy builder writes for nothing else', () => {
    const log = new BuildLog();
    log.add('Step 1/1 : RUN true', 'stdout');
    log.add('#7 [2/9] RUN imitation', 'stdout');
    log.add('------', 'stdout');
    log.add("The command '/bin/sh -c exit code: 3' returned a non-zero code: 4", 'stderr');

    expect(log.failure()).toMatchObject({ step: { number: 1, of: 1 }, exitCode: 4 });
  });

  it('tells how much was sent to the engine', () => {
    const log = new BuildLog();
    log.add('#5 [internal] load build context', 'stderr');
    log.add('#5 transferring context: 512.34MB 3.1s', 'stderr');
    log.add('#5 transferring context: 1.25GB 9.9s', 'stderr');

    expect(log.failure().contextSize).toBe('1.25GB');
  });
});
