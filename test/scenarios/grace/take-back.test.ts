import { describe, expect, it } from '@jest/globals';
import { minutes } from '../../../src/model/duration.ts';
import type { ReleaseFact } from '../../../src/model/release-event.ts';
import { Rehearsal } from '../rehearsal.ts';
import { commandGate, measuring, scripted } from '../scripted-gates.ts';

describe('a release that is taken back', () => {
  it('is not said to go back before AWS has heard', async () => {
    const rehearsal = await Rehearsal.begin();
    scripted(rehearsal, [1]);
    const context = rehearsal.context();
    const updates = rehearsal.count('UpdateService');
    const told: Record<string, number> = {};
    const report = (fact: ReleaseFact): void => {
      context.report(fact);
      told[fact.type] ??= rehearsal.count('UpdateService') - updates;
    };

    const result = await rehearsal.deploy(measuring([commandGate({ at: ['after'] })], minutes(1)), {
      ...context,
      report,
    });

    expect(result.outcome).toMatchObject({ kind: 'failed-rolled-back', to: 'web:1' });
    // One that has brought it in, and one that takes it back.
    expect(told).toMatchObject({ 'rollback.requested': 1, 'rollback.started': 2 });
  });

  it('is never said to go back where AWS refuses that', async () => {
    const rehearsal = await Rehearsal.begin();
    scripted(rehearsal, [1]);
    const context = rehearsal.context();
    const report = (fact: ReleaseFact): void => {
      context.report(fact);
      if (fact.type === 'rollback.requested')
        rehearsal.sandbox.control.fault({ operation: 'UpdateService', error: 'AccessDeniedException' });
    };

    const result = await rehearsal.deploy(measuring([commandGate({ at: ['after'] })], minutes(1)), {
      ...context,
      report,
    });

    expect(result.outcome).toMatchObject({ kind: 'failed-rollback-failed' });
    expect(rehearsal.factsOf('rollback.started')).toEqual([]);
  });
});
