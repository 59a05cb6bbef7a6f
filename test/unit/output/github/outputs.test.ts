import { describe, expect, it } from '@jest/globals';
import { exitCodeOf, exitCodeOfErrorCode } from '../../../../src/cli/exit-codes.ts';
import { signalExitCodes } from '../../../../src/cli/signals.ts';
import { commandOutputs, failureOutputs } from '../../../../src/output/github/outputs.ts';

describe('the outputs of a command that releases nothing', () => {
  it.each<[string, number | undefined, string]>([
    ['is through', 0, 'succeeded'],
    ['has found something', exitCodeOfErrorCode('finding.preflight'), 'findings'],
    ['was declined', exitCodeOf({ kind: 'declined' }), 'declined'],
    ['was interrupted', signalExitCodes.SIGINT, 'interrupted'],
    ['was terminated', signalExitCodes.SIGTERM, 'interrupted'],
    ['has failed half-way', 22, 'error'],
    ['could not tell', exitCodeOfErrorCode('permission.denied'), 'error'],
  ])('name how it ended: one that %s', (_, exitCode = -1, outcome = '') => {
    expect(commandOutputs({}, exitCode)).toEqual({ outcome, 'exit-code': String(exitCode) });
  });
});

describe('the outputs of a command that failed before there was a result', () => {
  it.each([
    ['refused.plan_outdated', 'error', 'nothing'],
    ['interrupted.sigterm', 'interrupted', 'nothing'],
    ['unknown.rollback', 'error', 'unknown'],
    ['bug.unexpected', 'error', 'unknown'],
  ])('say what is different at AWS: %s', (code, outcome, changed) => {
    const failure = { exitCode: 9, code, message: 'x', suggestions: [], details: {}, causes: [] };

    expect(failureOutputs(failure)).toEqual({ outcome, 'exit-code': '9', changed });
  });
});
