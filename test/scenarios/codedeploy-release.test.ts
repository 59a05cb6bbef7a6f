import { describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { minutes } from '../../src/model/duration.ts';
import {
  beginWithCodeDeploy,
  isInTerminationWait,
  isShifting,
  leftByCodeDeploy,
  only,
  routings,
  whenCodeDeploy,
} from './codedeploy-stage.ts';
import { imageOf } from './rehearsal.ts';
import { setAlarm } from './web-alarm.ts';

const neverHealthy = { http: { status: 503, errorRate: 0, latency: 5 } };
const notFound =
  'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref registry.example/web:2: registry.example/web:2: not found';

const kinds = ['AllAtOnce', 'TimeBasedCanary', 'TimeBasedLinear'] as const;

describe.each(kinds)('a release through CodeDeploy, %s', (kind) => {
  const request = { codeDeploy: { routing: routings[kind] } };

  it('that goes well is verified, and serves alone', async () => {
    const rehearsal = await beginWithCodeDeploy();

    const result = await rehearsal.deploy(request);

    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { kind: 'verified', tasks: 2 } });
    expect(result).toMatchObject({ final: true, changed: 'released' });
    expect(exitCodeOf(result.outcome)).toBe(0);
    expect(await leftByCodeDeploy(rehearsal)).toEqual({ status: 'Succeeded', ...only(2) });
  });

  it('that is never healthy goes back when its time is up, without having had a request', async () => {
    const rehearsal = await beginWithCodeDeploy();
    rehearsal.sandbox.control.behave(imageOf(2), neverHealthy);

    const result = await rehearsal.deploy({
      ...request,
      timeoutMilliseconds: minutes(10),
      rollbackOnTimeout: true,
    });

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'ecsdeploy', to: 'web:1' });
    expect(exitCodeOf(result.outcome)).toBe(20);
    expect(await leftByCodeDeploy(rehearsal)).toEqual({ status: 'Succeeded', ...only(1) });
  });

  it('whose tasks cannot start is taken back by ecsdeploy, since CodeDeploy would wait an hour', async () => {
    const rehearsal = await beginWithCodeDeploy();
    rehearsal.sandbox.control.behave(imageOf(2), { stoppedReason: notFound });

    const result = await rehearsal.deploy(request);

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', by: 'ecsdeploy', to: 'web:1' });
    expect(result.diagnosis?.findings[0]).toMatchObject({ id: 'image.not-found' });
    expect(result.endedAt - result.startedAt).toBeLessThan(minutes(15));
    expect(await leftByCodeDeploy(rehearsal)).toMatchObject(only(1));
  });

  it('goes back when an alarm fires in the termination wait', async () => {
    const rehearsal = await beginWithCodeDeploy();

    const [result] = await Promise.all([
      rehearsal.deploy(request),
      whenCodeDeploy(rehearsal, isInTerminationWait, () => setAlarm(rehearsal, 'ALARM')),
    ]);

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'aws',
      because: { kind: 'aws', text: expect.stringMatching(/web-5xx/) },
      to: 'web:1',
    });
    expect(await leftByCodeDeploy(rehearsal)).toMatchObject(only(1));
  });
});

describe.each(kinds.slice(1))('a release through CodeDeploy, %s', (kind) => {
  const request = { codeDeploy: { routing: routings[kind] } };

  it('goes back when an alarm fires while the new revision gets its first requests', async () => {
    const rehearsal = await beginWithCodeDeploy();

    const [result] = await Promise.all([
      rehearsal.deploy(request),
      whenCodeDeploy(rehearsal, isShifting, () => setAlarm(rehearsal, 'ALARM')),
    ]);

    expect(result.outcome).toMatchObject({
      kind: 'failed-rolled-back',
      by: 'aws',
      because: { kind: 'aws', text: expect.stringMatching(/web-5xx/) },
    });
    expect(exitCodeOf(result.outcome)).toBe(20);
    expect(await leftByCodeDeploy(rehearsal)).toMatchObject(only(1));
  });

  it('is left as it is where nothing goes back by itself, and says so', async () => {
    const rehearsal = await beginWithCodeDeploy({ group: { rollsBackOn: [] } });

    const [result] = await Promise.all([
      rehearsal.deploy(request),
      whenCodeDeploy(rehearsal, isShifting, () => setAlarm(rehearsal, 'ALARM')),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'failed-left', because: { kind: 'aws' } });
    expect(exitCodeOf(result.outcome)).toBe(22);
    expect(rehearsal.factsOf('warning').map(({ warning }) => warning.kind)).toContain('no-auto-rollback');
    expect((await leftByCodeDeploy(rehearsal)).running).toEqual({ 'web:1': 2, 'web:2': 2 });
  });
});
