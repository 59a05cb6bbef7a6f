import type { PendingApproval } from '../model/lifecycle.ts';
import { changedBy, type Outcome, type ReleaseError, type RollbackHolder } from '../model/outcome.ts';
import { revisionName } from '../model/service-ref.ts';
import type { Reason } from '../model/verdict.ts';
import { describeReached } from './describe-reached.ts';
import { describeReason } from './describe-reason.ts';
import { afterTimeout } from './describe-pause.ts';
import { atStage } from './describe-stage.ts';
import { harmless } from './harmless.ts';
import { describeMoment } from './moment.ts';

/** What an outcome is about, in names. Revisions that are not known are left out of the sentence. */
export interface Subject {
  /** `cluster/service` */
  readonly service: string;
  /** The revision that served before, by ARN or name. */
  readonly before?: string | undefined;
  /** The revision that was to be brought in. */
  readonly after?: string | undefined;
  /** CodeDeploy brings it in, and gives the service no revision before it is done. */
  readonly isThroughCodeDeploy?: boolean | undefined;
  /** When it is told, in milliseconds since the epoch: what is left of a time is counted from here. */
  readonly now?: number | undefined;
}

export interface OutcomeWords {
  /** What a person should feel: green, yellow, red. */
  readonly tone: 'good' | 'warn' | 'bad';
  /** One sentence: how it ended, and why. */
  readonly headline: string;
  /** One sentence: what is left behind, and which revision serves. */
  readonly state: string;
}

/** How a release ended, for a person who reads only this. */
export function describeOutcome(outcome: Outcome, subject: Subject): OutcomeWords {
  const service = harmless(subject.service);
  const after = named(subject.after, 'the new revision');
  // While a deployment is in progress the service already names what it brings in: what stopping it leads back to is another one.
  const old = 'the old revision';
  const known = named(subject.before, old);
  const before = known === after ? old : known;
  switch (outcome.kind) {
    case 'succeeded':
      return isIdle(outcome.because)
        ? words(
            'good',
            `${service} is on ${after}: ${because(outcome)}`,
            `Released; no task runs now, and the next ones will run ${after}`,
          )
        : words('good', `${service} runs ${after}: ${because(outcome)}`, `Released; ${after} serves`);
    case 'nothing-to-do':
      return words('good', `${service}: nothing to do, ${because(outcome)}`, untouched(outcome));
    case 'rolled-back-as-asked':
      return words(
        'good',
        `${service} is back on ${revisionName(outcome.to)}: ${because(outcome)}`,
        isIdle(outcome.proof ?? outcome.because)
          ? `Rolled back to ${revisionName(outcome.to)}; the desired count is 0, and no task runs`
          : `Rolled back; ${revisionName(outcome.to)} serves`,
      );
    case 'planned':
      return words('good', `${service}: planned only`, 'Nothing was changed');
    case 'failed-rolled-back':
      return words(
        'bad',
        `${service}: ${after} ${wasTakenBack(outcome) ? 'was taken back' : 'failed'}: ${because(outcome)}`,
        isIdle(outcome.proof)
          ? `${holder(outcome.by)} rolled back to ${revisionName(outcome.to)}; the desired count is 0, and no task runs`
          : `${holder(outcome.by)} rolled back; ${revisionName(outcome.to)} serves`,
      );
    case 'failed-rollback-failed':
      if (outcome.serves !== undefined) {
        return words(
          'bad',
          `${service}: going back to ${after} failed: ${because(outcome)}`,
          `Act now: ${revisionName(outcome.serves)}, which was to be left, serves again`,
        );
      }
      return words(
        'bad',
        `${service}: ${after} ${wasTakenBack(outcome) ? 'was to be taken back' : 'failed'}: ${because(outcome)}`,
        `Act now: the rollback failed too (${describeReason(outcome.rollbackBecause)}); which revision serves is not known`,
      );
    case 'failed-left':
      return words(
        'bad',
        `${service}: ${after} failed: ${because(outcome)}`,
        subject.isThroughCodeDeploy === true
          ? `Not rolled back; tasks of ${before} and ${after} are left as they are, and so is the traffic between them`
          : `Not rolled back; ${after} is left as the service's revision, beside what still runs of ${before}`,
      );
    case 'stopped':
      if (outcome.because.kind === 'service-gone') {
        return words(
          'bad',
          `${service}: the deployment of ${after} ended: ${because(outcome)}`,
          'Nothing of the service is left to serve',
        );
      }
      return words(
        'bad',
        `${service}: the deployment of ${after} was stopped: ${because(outcome)}`,
        `Not rolled back; the service is left as it is, between ${before} and ${after}`,
      );
    case 'superseded':
      return words(
        'warn',
        `${service}: ${after} was superseded: ${because(outcome)}`,
        'The other deployment decides which revision serves',
      );
    case 'failed-rollback-unseen':
      return words(
        'bad',
        `${service}: ${after} ${wasTakenBack(outcome) ? 'is taken back' : 'failed'}: ${because(outcome)}`,
        outcome.doubt === undefined
          ? `${holder(outcome.by)} began to roll back to ${before}; its end was not seen`
          : `${holder(outcome.by)} rolled back to ${before}; that it serves is not proven: ${describeReason(outcome.doubt)}`,
      );
    case 'unwatched':
      return words(
        'warn',
        `${service}: stopped watching ${after}: ${because(outcome)}`,
        'The deployment goes on at AWS, and its end is not known',
      );
    case 'inconclusive':
      return isIdle(outcome.because)
        ? words(
            'warn',
            `${service} is on ${after}, but its health is not proven: ${because(outcome)}`,
            `Released; no task runs now, and the next ones will run ${after}, unproven`,
          )
        : words(
            'warn',
            `${service} runs ${after}, but its health is not proven: ${because(outcome)}`,
            `Released; ${after} serves, unproven`,
          );
    case 'interrupted':
      return words(
        'warn',
        `${service}: interrupted by ${outcome.signal}`,
        interruptedState(outcome, before, after),
      );
    case 'declined':
      return words('warn', `${service}: declined`, 'Nothing was changed');
    case 'waiting-for-approval':
      return words(
        outcome.asAsked ? 'good' : 'warn',
        `${service}: ${after} waits for approval ${atStage(outcome.approval.stage)}`,
        waitingState(outcome.approval, subject.now),
      );
    case 'reached':
      return words('good', `${service}: ${after} ${describeReached(outcome.what)}`, goesOn);
    case 'approved':
      return words('good', `${service}: ${after} was approved ${atStage(outcome.approval.stage)}`, goesOn);
    case 'not-started':
      return words('warn', `${service}: not started, ${because(outcome)}`, untouched(outcome));
    case 'error':
      return words('bad', `${service}: ${errorText(outcome.error)}`, errorState(outcome, after));
    default:
      return outcome satisfies never;
  }
}

/** Nothing was brought in. */
function untouched(outcome: Outcome): string {
  if ('stoppedOther' in outcome && outcome.stoppedOther !== undefined)
    return `No deployment was started; ${outcome.stoppedOther} was in the way, AWS was asked to stop it and to go back`;
  return changedBy(outcome) === 'nothing'
    ? 'Nothing was changed'
    : 'No deployment was started; settings that an earlier rollback had set aside were put back';
}

// The words that no reader of the last line may miss.
const goesOn = 'Not the end: the deployment goes on at AWS, and may still go back';

function waitingState({ expiresAt, timeoutAction }: PendingApproval, now: number | undefined): string {
  const until =
    expiresAt === undefined
      ? 'until somebody answers'
      : `until somebody answers, and without an answer by ${describeMoment(expiresAt, now)} ${afterTimeout(timeoutAction)}`;
  return `Not the end: the deployment waits at AWS ${until}`;
}

/** It did not fail itself: another service of its run did, or somebody else stopped it. */
function wasTakenBack({ because: reason }: Extract<Outcome, { because: unknown }>): boolean {
  return reason.kind === 'run-failed' || reason.kind === 'stopped-by-someone';
}

function interruptedState(
  outcome: Extract<Outcome, { kind: 'interrupted' }>,
  before: string,
  after: string,
): string {
  const { started, rollingBack, asked, released, unproven } = outcome;
  if (!started)
    return changedBy(outcome) === 'nothing'
      ? 'No deployment was started; the service is as it was'
      : untouched(outcome);
  if (unproven === true) return `Released, AWS says; that ${after} serves is not proven`;
  if (released === true) return `Released; ${after} serves, and is watched no longer`;
  if (asked === true) return `AWS was asked to roll back to ${before}, and whether it does is not known`;
  return rollingBack
    ? `The rollback to ${before} goes on at AWS`
    : `The deployment of ${after} goes on at AWS`;
}

/** With its reason, where that is data. */
export function errorText({ message, because: reason }: ReleaseError): string {
  const text = harmless(message).replace(/\.$/, '');
  return reason === undefined ? text : `${text}: ${describeReason(reason)}`;
}

function errorState(outcome: Extract<Outcome, { kind: 'error' }>, after: string): string {
  if (outcome.error.code.startsWith('refused.gate_'))
    return `The service is as it was; ${after} is registered, and not used`;
  return changedBy(outcome) === 'nothing' ? 'Nothing was changed' : 'What was changed is not known';
}

function words(tone: OutcomeWords['tone'], headline: string, state: string): OutcomeWords {
  return { tone, headline: `${headline}.`, state: `${state}.` };
}

function because({ because: reason }: Extract<Outcome, { because: unknown }>): string {
  return describeReason(reason);
}

/** Where no task is wanted, none serves. */
function isIdle(reason: Reason | undefined): boolean {
  return reason?.kind === 'desired-zero';
}

// Whoever asked for it: AWS does it, unless this run has seen to it.
function holder(by: RollbackHolder): string {
  return by === 'ecsdeploy' ? 'ecsdeploy' : 'AWS';
}

function named(revision: string | undefined, otherwise: string): string {
  // AWS does not tell the revision of a deployment that it has forgotten.
  return revision === undefined || revision === '' ? otherwise : revisionName(revision);
}
