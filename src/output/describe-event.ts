import { formatDuration } from '../model/duration.ts';
import type { ReleaseEvent } from '../model/release-event.ts';
import { planRevisions } from './plan-target.ts';
import { revisionName } from '../model/service-ref.ts';
import {
  describeBuildStep,
  describeEngine,
  describeImagePlan,
  describeSettledImage,
} from './describe-image.ts';
import { describeGateReport, describeMeasured, dryRun, momentWords } from './describe-gate.ts';
import { describeOutcome, type Subject } from './describe-outcome.ts';
import { describeReason } from './describe-reason.ts';
import { describeSuspension } from './describe-scaling.ts';
import { describeSetAside } from './describe-set-aside.ts';
import { describeSnapshot } from './describe-snapshot.ts';
import { describeStoppedTask } from './describe-task.ts';
import { describeWarning } from './describe-warning.ts';
import { answerCommands, describePause } from './describe-pause.ts';
import { atStage } from './describe-stage.ts';
import { describeWayBack } from './describe-way-back.ts';
import { harmless } from './harmless.ts';

/** What earlier events told about the release: revisions by ARN or name. */
export type Known = Pick<Subject, 'before' | 'after' | 'isThroughCodeDeploy'>;

/** The words of an event, without time, service and colour; null for an event that has no line of its own. */
export function describeEvent(event: ReleaseEvent, known: Known = {}): string | null {
  switch (event.type) {
    case 'release.started':
      return actions[event.action];
    case 'release.waiting':
      return `waiting for ${event.for.join(', ')}`;
    case 'image.planned':
      return describeImagePlan(event.image);
    case 'repository.created':
      return `repository ${event.repository} created: tags cannot be moved, images are scanned`;
    case 'build.started':
      return `building ${event.reference} with ${describeEngine(event.engine)}`;
    case 'build.output':
      return event.step === undefined ? null : describeBuildStep(event.step);
    case 'build.ended':
      return event.image.how === 'built'
        ? `built ${event.image.reference}`
        : `${event.image.reference} was built before, from the same source and recipe`;
    case 'push.started':
      return `pushing ${event.reference}`;
    case 'push.output':
    case 'approval.answering':
    case 'rollback.requested':
      // Of a question whether AWS has heard it is told right after.
      return null;
    case 'image.settled':
      return describeSettledImage(event.image);
    case 'plan.made':
      return describePlanInOneLine(event);
    case 'task-definition.settled':
      return `task definition ${revisionName(event.taskDefinition)} ${settled[event.how]}${
        event.copies === undefined ? '' : `, as ${revisionName(event.copies)} was`
      }`;
    case 'deployment.waiting-for-other':
      return describeWaiting(event);
    case 'deployment.started':
      return describeStart(event);
    case 'deployment.observed':
      return describeSnapshot(event.snapshot);
    case 'service.event':
      return `ECS: ${harmless(event.event.message)}`;
    case 'task.stopped':
      return describeStoppedTask(event.task, event.taskDefinition);
    case 'approval.awaited':
      if (event.gates !== undefined)
        return `held for gates (${event.gates.join(', ')}) ${describePause(event.approval, event.at)}; whoever drives the release lets it go on`;
      return `waiting for approval ${describePause(event.approval, event.at)}; to answer: ${answerCommands(event.service).approve}, or reject`;
    case 'approval.given':
      return `approved ${atStage(event.approval.stage)}: the deployment goes on`;
    case 'approval.refused':
      return `rejected ${atStage(event.approval.stage)}: the deployment goes back`;
    case 'scaling.suspended':
      return `autoscaling suspended for the release (before: ${describeSuspension(event.before)})`;
    case 'scaling.restored':
      return `autoscaling as before the release: ${describeSuspension(event.to)}`;
    case 'scaling.kept-suspended':
      return `autoscaling stays suspended while the deployment goes on; the next run that sees its end (resume, rollback, deploy) restores it (before: ${describeSuspension(event.before)})`;
    case 'settings.restored':
      return `settings as before the way back: ${describeSetAside(event.settings)}`;
    case 'settings.kept-aside':
      return `settings stay set aside while the way back goes on; the next run that sees its end (resume, rollback, deploy) puts them back: ${describeSetAside(event.settings)}`;
    case 'rollback.started': {
      const holder = event.by === 'ecsdeploy' ? 'ecsdeploy' : 'AWS';
      return `${holder} is rolling back: ${describeReason(event.because)}`;
    }
    case 'watch.started':
      return `it is out and verified; watching it for another ${formatDuration(event.until - event.at)}`;
    case 'gates.awaited':
      return `waiting for what ${event.gates.length === 1 ? 'gate' : 'gates'} ${event.gates.map(harmless).join(', ')} ${event.gates.length === 1 ? 'measures' : 'measure'} just now, for ${formatDuration(event.until - event.at)} at most`;
    case 'rollback.asked':
      return `${describeReason(event.because)}. Roll it back? Type y and Enter to do so; meanwhile it goes on`;
    case 'look.failed':
      return `${event.operation} failed (${harmless(event.error)}), next try in ${formatDuration(event.retryInMilliseconds)}`;
    case 'verification.ended':
      return `${verdicts[event.verdict.kind]}: ${describeReason(event.verdict.because)}`;
    case 'gate.started':
      return `gate ${harmless(event.gate.name)} measures ${momentWords[event.moment]}${dryRun(event.gate.dryRun)}`;
    case 'gate.measured':
      return event.changed ? describeMeasured(event) : null;
    case 'gate.judged':
      return describeGateReport(event.report);
    case 'task.output':
      return `${harmless(event.gate)} (${harmless(event.container)}): ${harmless(event.line)}`;
    case 'warning':
      return `warning: ${describeWarning(event.warning)}`;
    case 'interrupt.received':
      return `${event.signal}: ${interruptions[event.then]}`;
    case 'interrupt.forced':
      return `${event.signal}: leaving now; ${leftBehind[event.left]}`;
    case 'diagnosis.made':
      return describeFirstCause(event);
    case 'release.concluded':
      return describeConclusion(event, known);
    default:
      return event satisfies never;
  }
}

type EventOf<T extends ReleaseEvent['type']> = Extract<ReleaseEvent, { type: T }>;

const actions = {
  deploy: 'deploying',
  rollback: 'rolling back',
  watch: 'watching',
  resume: 'resuming',
  approve: 'approving',
  reject: 'rejecting',
  abort: 'aborting',
  build: 'building',
  push: 'pushing',
};
const leftBehind = {
  'start-unknown': 'whether a deployment was started is not known, `ecsdeploy status` tells',
  'goes-on': 'the deployment goes on at AWS, `ecsdeploy resume` takes it over',
  'rollback-unknown':
    'AWS was to be asked to roll back, and whether it heard is not known: `ecsdeploy resume` tells',
  'rolls-back': 'the rollback goes on at AWS, `ecsdeploy resume` tells its end',
  'answer-unknown': 'whether AWS has heard the answer is not known, `ecsdeploy status` tells',
  ended: 'AWS has ended the deployment, and what runs is not proven: `ecsdeploy resume` tells',
} as const;

const interruptions = {
  rollback: 'rolling back first; once more leaves at once',
  detach: 'leaving; the deployment goes on at AWS',
  stop: 'stopping',
  hear: 'finding out first whether AWS has heard; once more leaves at once',
  'leave-rollback': 'leaving; the rollback goes on at AWS',
  leave: 'leaving; AWS has ended the deployment',
};
const settled = {
  registered: 'registered',
  'found-unchanged': 'found, nothing differs',
  given: 'taken as given',
};
const started = {
  started: 'started',
  adopted: 'taken over, it was already under way',
  found: 'found under way',
};
const verdicts = {
  pass: 'verified',
  fail: 'verification failed',
  inconclusive: 'not proven',
  pending: 'not yet proven',
};

function describeWaiting({ other, taskDefinition, by }: EventOf<'deployment.waiting-for-other'>): string {
  const waiting = `waiting for deployment ${other} of ${revisionName(taskDefinition)} to end first`;
  switch (by) {
    case undefined:
      return waiting;
    case 'end-termination-wait':
      return `${waiting}: it has released, and its termination wait is ended`;
    case 'stop-and-roll-back':
      return `${waiting}: it is stopped, and goes back`;
    default:
      return by satisfies never;
  }
}

function describePlanInOneLine({ plan }: EventOf<'plan.made'>): string {
  const how = plan.wayBack === undefined ? '' : `, ${describeWayBack(plan, plan.wayBack)}`;
  const from = plan.from === undefined ? '' : `, from ${harmless(plan.from.environment)}`;
  return `plan: ${planRevisions(plan)}${from}${how}, timeout ${formatDuration(plan.timeoutMilliseconds)}`;
}

// AWS's own id first and whole: it is what a person pastes into the console.
function describeStart({ deployment, how }: EventOf<'deployment.started'>): string {
  const id = deployment.serviceDeploymentArn ?? deployment.deploymentId;
  const { endedAt } = deployment;
  const standing =
    endedAt === undefined ? started[how] : `found, it had ended at ${new Date(endedAt).toISOString()}`;
  const { codeDeploy } = deployment;
  const through =
    codeDeploy === undefined
      ? ''
      : ` (CodeDeploy ${harmless(codeDeploy.application)}/${harmless(codeDeploy.group)})`;
  return `deployment ${id} of ${revisionName(deployment.taskDefinition)} ${standing}${through}`;
}

function describeFirstCause({ diagnosis }: EventOf<'diagnosis.made'>): string | null {
  const { likely } = diagnosis;
  return likely === undefined ? null : `cause: ${harmless(likely.cause)}`;
}

// The service stands at the beginning of the line already.
function describeConclusion({ outcome, service, at }: EventOf<'release.concluded'>, known: Known): string {
  const { headline, state } = describeOutcome(outcome, { service, now: at, ...known });
  const isNamed = headline.startsWith(service);
  return `${isNamed ? headline.slice(service.length).replace(/^:? /, '') : headline} ${state}`;
}
