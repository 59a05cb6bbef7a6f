import type { Outcome } from '../model/outcome.ts';

/**
 * How the run that asked for a way back would call this end, where another run went on with it: to that one, having gone back is what became
 * of a release, and a way back that was brought in is a release. Pure.
 * @param way `stopped`: what was followed is the deployment that was to be left; `brought-in`: it brings in `revision`, an earlier one
 * @param revision `family:revision`
 */
export function wayBackOutcome(outcome: Outcome, way: 'stopped' | 'brought-in', revision: string): Outcome {
  if (outcome.kind === 'failed-rolled-back') {
    const { because, to, proof } = outcome;
    return way === 'stopped'
      ? { kind: 'rolled-back-as-asked', because, to, proof }
      : { kind: 'failed-rollback-failed', because, rollbackBecause: because, serves: to };
  }
  if (outcome.kind === 'succeeded') {
    const { because } = outcome;
    return way === 'stopped'
      ? { kind: 'failed-left', because }
      : { kind: 'rolled-back-as-asked', because, to: revision };
  }
  return outcome;
}
