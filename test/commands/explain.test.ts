import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ecsdeploy, type Ran } from './run.ts';
import { withEnv } from './surroundings.ts';

const message =
  "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'";
const stdin = Object.getOwnPropertyDescriptor(process, 'stdin')!;

afterEach(() => {
  Object.defineProperty(process, 'stdin', stdin);
});

/** Runs the command with something to read: pieces of a pipe, or a terminal that nobody types into. */
function explain(input: 'terminal' | readonly (string | Buffer)[], ...argv: string[]): Promise<Ran> {
  const stream = Object.assign(
    Readable.from(input === 'terminal' ? [] : input.map((piece) => Buffer.from(piece)), {
      objectMode: false,
    }),
    { isTTY: input === 'terminal' },
  );
  Object.defineProperty(process, 'stdin', { configurable: true, value: stream });
  return ecsdeploy('explain', ...argv);
}

describe('explain', () => {
  it('says what a message means and what helps, without credentials', async () => {
    const ran = await withEnv({ AWS_REGION: undefined, AWS_PROFILE: undefined }, () =>
      explain('terminal', message),
    );

    expect(ran).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `Cause: The image was not built for the platform of the task, linux/amd64
  Do: Build with the right --platform, or set runtimePlatform.cpuArchitecture in the task definition.
  Seen: ${message}
  image.wrong-platform · waiting does not help
`,
    });
  });

  it('explains the exit code of a container', async () => {
    const ran = await explain('terminal', 'exit code 137');

    expect(ran.stdout).toMatch(
      /^Cause: The container was killed \(exit code 137\).*\n.*\n.*\n {2}exit\.137 · /,
    );
    expect(ran.stdout).toContain('likely, not certain');
  });

  it('gives the same to machines, in the document that all commands print', async () => {
    const ran = await explain('terminal', message, '--json');

    expect(JSON.parse(ran.stdout)).toEqual({
      ok: true,
      schemaVersion: 1,
      exitCode: 0,
      releases: [],
      explanations: [
        {
          family: 'image',
          id: 'image.wrong-platform',
          cause: 'The image was not built for the platform of the task, linux/amd64',
          advice: expect.stringContaining('--platform'),
          heal: 'never',
          confidence: 'high',
          message,
          count: 1,
        },
      ],
    });
  });

  it.each([[[]], [['-']]])('reads a log from standard input: %j', async (argv) => {
    const log = `step 1\nOutOfMemoryError: Container killed due to memory usage\n${message}\n${message}\n`;
    // A pipe cuts where it likes.
    const ran = await explain([log.slice(0, 70), log.slice(70, 71), log.slice(71)], ...argv);

    expect(ran.exitCode).toBe(0);
    expect(ran.stdout.split('\n').filter((line) => line.startsWith('Cause:'))).toEqual([
      'Cause: The image was not built for the platform of the task, linux/amd64 (2 times)',
      'Cause: The container used more memory than it is allowed',
    ]);
  });

  it('puts letters together that lie across two pieces', async () => {
    const bytes = Buffer.from('The task can’t pull the image. Check whether the image exists.');
    const ran = await explain([bytes.subarray(0, 13), bytes.subarray(13)], '--json');

    expect(JSON.parse(ran.stdout)).toMatchObject({
      explanations: [{ id: 'image.private-or-missing', message: expect.stringContaining("can't pull") }],
    });
  });

  it('does not read standard input when there is a message', async () => {
    const ran = await explain([message], 'Task failed container health checks', '--json');

    expect(JSON.parse(ran.stdout)).toMatchObject({ explanations: [{ id: 'health.container' }] });
  });

  it('calls unknown what it does not know, and ends with 0', async () => {
    const ran = await explain('terminal', 'flux capacitor empty');

    expect(ran.exitCode).toBe(0);
    expect(ran.stdout).toMatch(
      /^unknown: .*\n {2}Do: .*ecsdeploy diagnose.*\n {2}Seen: flux capacitor empty\n$/,
    );
  });

  it.each([
    ['a terminal and no argument', 'terminal' as const, []],
    ['an empty pipe', [], []],
    ['an empty argument', 'terminal' as const, ['']],
  ])('is used wrongly with %s', async (_, input, argv) => {
    const ran = await explain(input, ...argv);

    expect(ran.exitCode).toBe(2);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toMatch(/^Error: There is no message to explain\n {2}.*ecsdeploy explain/);
  });

  it('shows no secret and nothing that a terminal obeys', async () => {
    const ran = await explain([`PASSWORD=hunter2secret \u001B[2J${message}\u0007\n`]);

    expect(ran.stdout).toContain('PASSWORD=***');
    for (const hidden of ['hunter2', '\u001B', '\u0007']) expect(ran.stdout).not.toContain(hidden);
  });

  it('wants the message in quotes', async () => {
    const ran = await explain('terminal', 'exit', 'code', '137');

    expect(ran.exitCode).toBe(2);
    expect(ran.stderr).toContain('Unexpected argument');
  });
});
