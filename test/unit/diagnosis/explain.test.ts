import { describe, expect, it } from '@jest/globals';
import { catalogue } from '../../../src/diagnosis/catalogue.ts';
import { exitCodeIn } from '../../../src/diagnosis/explain-exit.ts';
import { explainText, LogExplainer } from '../../../src/diagnosis/explain-log.ts';

const notFound =
  'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref r/web:9: r/web:9: not found';
const ids = (text: string) => explainText(text).map(({ id }) => id);

describe('explaining a message', () => {
  it('gives everything that is known of it', () => {
    expect(explainText(`Error: ${notFound}`)).toEqual([
      {
        family: 'image',
        id: 'image.not-found',
        cause: 'The image is not in the registry',
        advice: expect.stringContaining('push the image'),
        heal: 'never',
        confidence: 'high',
        message: notFound,
        count: 1,
      },
    ]);
  });

  it('calls unknown what it does not know, and says what one can do', () => {
    expect(explainText('flux capacitor empty')).toMatchObject([
      {
        family: 'unknown',
        id: 'unknown',
        advice: expect.stringContaining('ecsdeploy diagnose'),
        message: 'flux capacitor empty',
      },
    ]);
  });

  it('says what an exit code means, also where a symptom stands before it', () => {
    expect(ids('Error: Process completed with exit code 137.')).toEqual(['exit.137']);
    expect(ids('Error: Process completed with exit code 1.')).toEqual(['github.step-failed']);
  });

  it.each([
    ["json: invalid character 'p' looking for beginning of value", 'unknown'],
    ['CannotCreateContainerError: the name is taken', 'container.not-created'],
    ['RESOURCE:ENI', 'network.interface-limit'],
    ['Task failed to start', 'task.failed-to-start'],
  ])('knows %s as %s', (message, id) => {
    expect(ids(message)).toEqual([id]);
  });

  it('has nothing to say about nothing', () => {
    expect(explainText(' \n\t\n')).toEqual([]);
  });

  it.each([
    ['exit code 137', 'exit.137'],
    ['exited with code 1', 'exit.1'],
    ['Exited (139) 5 minutes ago', 'exit.139'],
    ['"exitCode": 127,', 'exit.127'],
    ['Essential container in task exited (app: exit code 143)', 'exit.143'],
    ['Essential container in task exited', 'exit.essential'],
    ['Your Spot Task was interrupted. (app: exit code 137)', 'spot.interrupted'],
    ['Error: Process completed with exit code 1.', 'github.step-failed'],
    ['exited 137 minutes ago', 'unknown'],
  ])('explains exit codes: %s', (text, id) => {
    expect(ids(text)).toEqual([id]);
  });

  it('takes no other number for an exit code', () => {
    expect(exitCodeIn('exit code 1370')).toBeUndefined();
    expect(exitCodeIn('exit code 999')).toBeUndefined();
  });

  it('shows no secret of the message, nor in its sentences', () => {
    const text = JSON.stringify(
      explainText('exec: "run --password=hunter2secret": executable file not found in $PATH'),
    );

    expect(text).toContain('command.not-found');
    expect(text).not.toContain('hunter2');
    expect(JSON.stringify(explainText('odd: PASSWORD=hunter2secret'))).not.toContain('hunter2');
  });

  // What a line that is cut into pieces may have at a cut: the name in one piece, the value in the next.
  it.each([0, 5, 9, 2990, 2995, 3000, 3005, 3995, 4000, 4005])(
    'shows no secret of a line that is longer than one look, after %i characters',
    (at) => {
      const name = 'DB_PASSWORD=';
      const filler = 'x '.repeat(5000);
      const begin = filler.slice(0, Math.max(0, at - name.length));
      const line = `${begin} ${name}Hunter2Secret9 ${'x '.repeat(800)}${notFound} ${filler}`;
      for (const size of [line.length, 1, 997, 4096]) {
        const explainer = new LogExplainer();
        for (let from = 0; from < line.length; from += size) explainer.add(line.slice(from, from + size));
        const text = JSON.stringify(explainer.end());

        expect(text).toContain('image.not-found');
        expect(text).not.toMatch(/Hunter2|Secret9/);
      }
    },
  );

  it('shows no secret of a value that is longer than one look', () => {
    const text = `password="${'Hunter2 '.repeat(600)} ${notFound} ${'Hunter2 '.repeat(600)}"`;

    expect(JSON.stringify(explainText(text))).not.toContain('Hunter2');
    expect(JSON.stringify(explainText(`first line\n${text}`))).not.toContain('Hunter2');
    expect(JSON.stringify(explainText(`${text}\nlast line`))).not.toContain('Hunter2');
    const explainer = new LogExplainer();
    for (let from = 0; from < text.length; from += 997) explainer.add(text.slice(from, from + 997));
    expect(JSON.stringify(explainer.end())).not.toContain('Hunter2');
  });

  it('shows a very long message shortened', () => {
    const [explanation] = explainText(`OutOfMemoryError ${'x'.repeat(3000)}`);

    expect(explanation?.message.length).toBeLessThan(1100);
  });
});

describe('explaining a log', () => {
  it('says each cause once with a count, the most telling first', () => {
    const log = [
      '2026-11-21T20:00:00.0000000Z ##[group]Run ecsdeploy deploy',
      '2026-11-21T20:00:01.0000000Z (service web) is unable to consistently start tasks successfully.',
      '2026-11-21T20:00:02.0000000Z (service web) (task 0123456789abcdef) failed container health checks.',
      `2026-11-21T20:00:03.0000000Z ${notFound}`,
      '2026-11-21T20:00:04.0000000Z Rate exceeded',
      `2026-11-21T20:00:05.0000000Z ##[error]${notFound}`,
      '2026-11-21T20:00:06.0000000Z (service web) has reached a steady state.',
      '2026-11-21T20:00:07.0000000Z ##[error]Process completed with exit code 22.',
    ].join('\n');

    expect(explainText(log).map(({ id, count }) => [id, count])).toEqual([
      ['image.not-found', 2],
      ['health.container', 1],
      ['service.throttled', 1],
      ['deployment.throttled-starts', 1],
      ['github.step-failed', 1],
    ]);
  });

  it('keeps two missing permissions apart', () => {
    const denied = (action: string) =>
      `User: arn:aws:iam::1:user/ci is not authorized to perform: ${action} on resource: *`;

    expect(
      explainText(`${denied('ecs:UpdateService')}\n${denied('ecs:ListTasks')}\n${denied('ecs:ListTasks')}`),
    ).toMatchObject([
      { count: 2, advice: 'Allow ecs:ListTasks on * to arn:aws:iam::1:user/ci.' },
      { count: 1, advice: 'Allow ecs:UpdateService on * to arn:aws:iam::1:user/ci.' },
    ]);
  });

  it('counts together what differs only in its ids', () => {
    const denied = (task: string) =>
      `User: arn:aws:sts::1:assumed-role/web/${task} is not authorized to perform: s3:GetObject on resource: *`;

    expect(
      explainText(
        `${denied('0123456789abcdef0123456789abcdef')}\n${denied('fedcba9876543210fedcba9876543210')}`,
      ),
    ).toMatchObject([{ id: 'permission.missing', count: 2 }]);
  });

  it('guesses only where nothing is sure', () => {
    expect(ids('warning: the image cannot pull its weight')).toEqual(['image.pull-failed']);
    expect(ids(`warning: the image cannot pull its weight\n${notFound}`)).toEqual(['image.not-found']);
  });

  it('tells what is normal only where nothing is wrong', () => {
    expect(ids('(service web) has reached a steady state.')).toEqual(['normal.deployment']);
  });

  it('joins the reason that the clients of AWS put on a line of its own', () => {
    const text =
      'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: service call has been retried 3 time(s)\ncaused by: Post "https://api.ecr.us-east-2.amazonaws.com/": dial tcp 1.2.3.4:443: i/o timeout';

    expect(explainText(text)).toMatchObject([{ id: 'secret.no-network', confidence: 'high' }]);
  });

  it('puts together what a terminal has broken into lines', () => {
    expect(ids('Host EC2 (instance i-0123456789abcdef0)\n  stopped/terminated.')).toContain(
      'host.terminated',
    );
    expect(ids('Could not transition to running; timed\nout after waiting 3m0s')).toContain(
      'container.timeout',
    );
  });

  it('finds every message in one line of JSON', () => {
    const events = { events: [{ message: notFound }, { message: 'Task failed container health checks' }] };

    expect(ids(JSON.stringify(events)).sort()).toEqual(['health.container', 'image.not-found']);
  });

  it('finds a message wherever the text was cut into pieces, and in a line without an end', () => {
    const log = `${'a '.repeat(3000)}${notFound} ${'b '.repeat(9000)}`;
    for (const size of [1, 7, 1000, 4096]) {
      const explainer = new LogExplainer();
      for (let at = 0; at < log.length; at += size) explainer.add(log.slice(at, at + size));
      expect(explainer.end().map(({ id }) => id)).toEqual(['image.not-found']);
    }
  });
});

describe('large and hostile texts', () => {
  const fill = (megabytes: number, line: (index: number) => string) => {
    const lines: string[] = [];
    for (let index = 0, length = 0; length < megabytes * 1e6; index++) {
      const next = line(index);
      lines.push(next);
      length += next.length + 1;
    }
    return lines.join('\n');
  };
  /** Milliseconds of this process, whatever else the machine does meanwhile. */
  const costOf = (text: string) => {
    const before = process.cpuUsage();
    const explainer = new LogExplainer();
    for (let at = 0; at < text.length; at += 65_536) explainer.add(text.slice(at, at + 65_536));
    const explanations = explainer.end();
    const { user, system } = process.cpuUsage(before);
    return { milliseconds: (user + system) / 1000, explanations };
  };

  const ordinary = (megabytes: number): string =>
    fill(
      megabytes,
      (index) =>
        `2026-11-21T20:00:00.${index}Z #12 ${index} RUN npm ci "layer" extracting sha256:${(index * 7919).toString(16)}`,
    );
  /** Milliseconds that a megabyte of an ordinary log takes now: no clock says how busy a machine is. */
  const measure = (): number => Math.max(10, costOf(ordinary(1)).milliseconds);

  it('reads a log in a time that grows with its length only', () => {
    const unit = measure();
    const { milliseconds, explanations } = costOf(`${ordinary(10)}\n${notFound}\n`);

    expect(explanations.map(({ id }) => id)).toEqual(['image.not-found']);
    expect(milliseconds / unit).toBeLessThan(60);
  });

  // A megabyte each, and many times what it needs: what a text could blow up would take hours.
  it.each([
    ['no line breaks', () => 'x'.repeat(1e6)],
    ['nothing but the beginnings of phrases', () => 'CannotPullContainerError '.repeat(40_000)],
    [
      'gaps that nothing closes',
      () => fill(1, () => "unable to pull secrets exec: ' cannot pull '".repeat(60)),
    ],
    ['nothing but spaces', () => ' \t'.repeat(500_000)],
    ['nothing but backslashes', () => `OutOfMemory${'\\'.repeat(1e6)}`],
    ['a flood of reasons', () => fill(1, () => 'caused by: x')],
    ['beginnings of exit codes', () => 'exit with a '.repeat(80_000)],
    [
      'a permission that is missing for each line',
      () => fill(1, (index) => `User: u${index} is not authorized to perform: ecs:X on resource: r${index}`),
    ],
  ])('is not slowed down by %s', (_, text) => {
    const unit = measure();
    const { milliseconds, explanations } = costOf(text());

    expect(milliseconds / unit).toBeLessThan(100);
    expect(explanations.length).toBeLessThanOrEqual(25);
  });

  it('reads values in a time that grows with the text only', () => {
    const unit = measure();
    const bait = [
      'User: ',
      "image tag '",
      'failed to resolve ref ',
      'unexpected error: ',
      'arn:aws:ecs:',
      "'",
      ' ',
    ];
    for (const { id, reads = [] } of catalogue) {
      for (const read of reads) {
        for (const piece of bait) {
          const before = process.cpuUsage().user;
          read.exec(piece.repeat(4000 / piece.length));
          const milliseconds = (process.cpuUsage().user - before) / 1000;
          expect([id, milliseconds / unit < 20]).toEqual([id, true]);
        }
      }
    }
  });
});
