import { describe, expect, it } from '@jest/globals';
import { seconds } from '../../../src/model/duration.ts';
import { Interrupted } from '../../../src/release/interrupted.ts';
import { beginWithCodeDeploy } from '../codedeploy-stage.ts';

describe('told to leave while AWS is asked to end a wait', () => {
  it('leaves at once: it goes on at AWS either way', async () => {
    const rehearsal = await beginWithCodeDeploy();
    await rehearsal.deploy();
    const { sandbox } = rehearsal;
    sandbox.control.fault({ operation: 'ContinueDeployment', hang: true });
    const interrupt = new AbortController();
    let pressedAt = 0;
    const isAsked = async (): Promise<void> => {
      while (rehearsal.count('ContinueDeployment') === 0) await sandbox.clock.sleep(seconds(1));
      pressedAt = sandbox.clock.now();
      interrupt.abort(new Interrupted('SIGINT'));
    };

    const [result] = await Promise.all([rehearsal.rollBack({}, interrupt.signal), isAsked()]);

    expect(result.outcome).toMatchObject({ kind: 'interrupted', started: true });
    expect(result.endedAt - pressedAt).toBeLessThan(seconds(1));
  });
});
