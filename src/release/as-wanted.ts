import type { Outcome } from '../model/outcome.ts';
import { revisionName } from '../model/service-ref.ts';
import type { Reason } from '../model/verdict.ts';
import type { Followed } from './follow.ts';

/** What a person asked for: a rollback is good when it ends well, whichever way it goes. */
export type Wanted = 'new-revision' | 'earlier-revision' | 'way-back';

/** The outcome in the light of what was asked for. Pure. */
export function asWanted(wanted: Wanted, outcome: Outcome, { memory, deployment }: Followed): Outcome {
  if (wanted === 'earlier-revision' && outcome.kind === 'succeeded') {
    return {
      kind: 'rolled-back-as-asked',
      because: outcome.because,
      to: revisionName(deployment.taskDefinition),
    };
  }
  // AWS has gone back from the way back: what was to be left serves, and that is nothing to be calm about.
  if (wanted === 'earlier-revision' && outcome.kind === 'failed-rolled-back') {
    const { because, to } = outcome;
    return { kind: 'failed-rollback-failed', because, rollbackBecause: because, serves: to };
  }
  if (wanted !== 'way-back') return outcome;
  if (outcome.kind === 'failed-rolled-back') {
    const { because, to, proof } = outcome;
    return { kind: 'rolled-back-as-asked', because, to, proof };
  }
  // It was over when the stop arrived, and the revision that was to go away serves.
  if (outcome.kind === 'succeeded')
    return { kind: 'failed-left', because: memory.rollback?.because ?? outcome.because };
  return outcome;
}

/** The outcome of a release that succeeded and is taken back, by how the way back ended. Pure. */
export function takenBack(
  because: Reason,
  outcome: Outcome,
  { deployment }: Pick<Followed, 'deployment'>,
): Outcome {
  switch (outcome.kind) {
    case 'succeeded':
    case 'nothing-to-do':
      return {
        kind: 'failed-rolled-back',
        because,
        by: 'ecsdeploy',
        to: revisionName(deployment.taskDefinition),
      };
    case 'superseded':
      return outcome;
    case 'inconclusive':
      return { kind: 'failed-rollback-unseen', because, by: 'ecsdeploy', doubt: outcome.because };
    case 'interrupted': {
      const { signal, released } = outcome;
      const doubt = released === true ? ({ kind: 'interrupted', signal } as const) : undefined;
      return { kind: 'failed-rollback-unseen', because, by: 'ecsdeploy', doubt };
    }
    // A pause of somebody else holds it.
    case 'waiting-for-approval':
    case 'unwatched':
    case 'failed-rollback-unseen':
      return { kind: 'failed-rollback-unseen', because, by: 'ecsdeploy' };
    default: {
      const rollbackBecause = 'because' in outcome ? outcome.because : because;
      return { kind: 'failed-rollback-failed', because, rollbackBecause };
    }
  }
}
