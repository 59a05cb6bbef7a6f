import { describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { GateMoment } from '../../src/model/gate.ts';
import { RehearsedRun } from './rehearsed-run.ts';
import { commandGate, measuring } from './scripted-gates.ts';

const names = ['api', 'worker', 'mailer'] as const;

/** Each service has a gate of its own; that of `worker` finds it bad. */
async function released(at: GateMoment, order: Readonly<Record<string, readonly string[]>>) {
  const run = await RehearsedRun.begin(names);
  run.rehearsal.runProgram = ({ arguments: given }) =>
    Promise.resolve({ kind: 'exit', exitCode: given.includes('worker') ? 1 : 0 });
  const gateOf = (name: string) =>
    commandGate({
      at: [at],
      interval: seconds(20),
      check: { kind: 'command', command: ['smoke', name], timeout: seconds(10) },
    });
  const requests = Object.fromEntries(
    names.map((name) => [
      name,
      { ...measuring([gateOf(name)], at === 'after' ? minutes(5) : 0), allOrNone: true },
    ]),
  );
  return { run, ...(await run.deploy({ order, onFailure: 'take-back', requests })) };
}

describe('A run of all or none, in which a gate of one service fails', () => {
  it.each([
    ['during', 'side by side', { api: [], worker: [], mailer: [] }],
    ['during', 'one after the other', { api: [], worker: ['api'], mailer: ['worker'] }],
    ['after', 'side by side', { api: [], worker: [], mailer: [] }],
    ['after', 'one after the other', { api: [], worker: ['api'], mailer: ['worker'] }],
  ] as const)('takes all of them back: %s, %s', async (at, how, order) => {
    const { run, results, outcomes } = await released(at, order);

    const isInRow = how === 'one after the other';
    expect(outcomes).toEqual({
      api: 'failed-rolled-back',
      worker: 'failed-rolled-back',
      mailer: isInRow ? 'not-started' : 'failed-rolled-back',
    });
    const [api, worker] = results;
    expect(worker?.outcome).toMatchObject({ because: { kind: 'gate', gate: 'smoke', verdict: 'fail' } });
    expect(worker && exitCodeOf(worker.outcome)).toBe(20);
    expect(api?.outcome).toMatchObject({ because: { kind: 'run-failed', service: 'prod/worker' } });
    expect(await run.serving(...names)).toEqual(['api:1', 'worker:1', 'mailer:1']);
  });

  it('notes no success of what is recalled in its watch', async () => {
    const { run, outcomes } = await released('after', { api: [], worker: [], mailer: [] });
    const { tags = [] } = await run.rehearsal.ecs.describeTaskDefinition({
      taskDefinition: 'api:2',
      include: ['TAGS'],
    });
    const keys = tags.map(({ key }) => key);

    expect(outcomes['api']).toBe('failed-rolled-back');
    expect(keys).toContain('ecsdeploy:taken-back');
    expect(keys).not.toContain('ecsdeploy:succeeded');
  });

  it('starts none where the gate measures before, and says which one refused', async () => {
    const { run, results, outcomes } = await released('before', {
      api: ['worker'],
      worker: [],
      mailer: ['worker'],
    });

    expect(outcomes).toEqual({ api: 'not-started', worker: 'error', mailer: 'not-started' });
    const worker = results.find(({ service }) => service.service === 'worker');
    expect(worker?.outcome).toMatchObject({ error: { code: 'refused.gate_failed' } });
    expect(await run.serving(...names)).toEqual(['api:1', 'worker:1', 'mailer:1']);
  });
});
