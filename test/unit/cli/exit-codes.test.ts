import { describe, expect, it } from '@jest/globals';
import { EcsdeployError } from '../../../src/model/error.ts';
import type { Outcome } from '../../../src/model/outcome.ts';
import {
  exitCodeOf,
  exitCodeOfAll,
  exitCodeOfError,
  exitCodeOfErrorCode,
  exitCodes,
} from '../../../src/cli/exit-codes.ts';

const because = { kind: 'aws', text: 'x' } as const;

const byOutcome: [Outcome, number][] = [
  [{ kind: 'succeeded', because }, 0],
  [{ kind: 'nothing-to-do', because }, 0],
  [{ kind: 'rolled-back-as-asked', because, to: 'web:1' }, 0],
  [{ kind: 'planned' }, 0],
  [{ kind: 'failed-rolled-back', because, by: 'aws', to: 'web:1' }, 20],
  [{ kind: 'failed-rollback-failed', because, rollbackBecause: because }, 21],
  [{ kind: 'failed-left', because }, 22],
  [{ kind: 'stopped', because }, 22],
  [{ kind: 'superseded', because }, 23],
  [{ kind: 'failed-rollback-unseen', because, by: 'aws' }, 24],
  [{ kind: 'unwatched', because }, 30],
  [{ kind: 'inconclusive', because }, 33],
  [{ kind: 'declined' }, 40],
  [{ kind: 'not-started', because }, 10],
  [{ kind: 'error', error: { code: 'service.not_found', message: 'x', suggestions: [] } }, 5],
  [{ kind: 'error', error: { code: 'unknown.start', message: 'x', suggestions: [] } }, 30],
  [{ kind: 'error', error: { code: 'nobody.knows', message: 'x', suggestions: [] } }, 1],
  [{ kind: 'interrupted', signal: 'SIGINT', started: true, rollingBack: false }, 130],
  [{ kind: 'interrupted', signal: 'SIGTERM', started: true, rollingBack: true }, 143],
];

describe('exit codes', () => {
  it.each(byOutcome)('gives %j its code', (outcome, exit) => {
    expect(exitCodeOf(outcome)).toBe(exit);
  });

  it.each([
    ['usage.invalid_duration', 2],
    ['config.not_found', 3],
    ['config.invalid', 3],
    ['task_definition.invalid', 3],
    ['credentials.expired', 4],
    ['permission.denied', 4],
    ['service.not_found', 5],
    ['cluster.not_found', 5],
    ['revision.not_found', 5],
    ['image.not_found', 5],
    ['build.failed', 6],
    ['push.denied', 6],
    ['aws.unreachable', 7],
    ['sandbox.not_running', 7],
    ['sandbox.port_in_use', 10],
    ['refused.busy', 10],
    ['declined.by_person', 40],
  ])('gives the error %s exit code %i', (code, exit) => {
    expect(exitCodeOfError(new EcsdeployError({ code, message: 'x' }))).toBe(exit);
  });

  it('takes everything else for a bug', () => {
    expect(exitCodeOfError(new TypeError('x'))).toBe(1);
    expect(exitCodeOfError('thrown text')).toBe(1);
    expect(exitCodeOfErrorCode('nobody.knows')).toBeUndefined();
    expect(exitCodeOfError(new EcsdeployError({ code: 'nobody.knows', message: 'x' }))).toBe(1);
  });

  it('lets the worst of several releases count', () => {
    const good: Outcome = { kind: 'succeeded', because };
    const rolledBack: Outcome = { kind: 'failed-rolled-back', because, by: 'aws', to: 'web:1' };
    const left: Outcome = { kind: 'failed-left', because };

    expect(exitCodeOfAll([])).toBe(0);
    expect(exitCodeOfAll([good, good])).toBe(0);
    expect(exitCodeOfAll([good, rolledBack, left])).toBe(22);
    const missing: Outcome = {
      kind: 'error',
      error: { code: 'service.not_found', message: 'x', suggestions: [] },
    };
    const skipped: Outcome = { kind: 'not-started', because };
    expect(exitCodeOfAll([good, skipped, missing])).toBe(5);
    expect(exitCodeOfAll([rolledBack, missing])).toBe(20);
  });

  it('names every code once', () => {
    const exits = exitCodes.map(({ exit }) => exit);

    expect(new Set(exits).size).toBe(exits.length);
  });
});
