import type { Deployment, Snapshot } from '../../model/deployment.ts';
import type { SettledImage } from '../../model/image-plan.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { ReleaseEvent, Warning } from '../../model/release-event.ts';
import type { PastOrigin } from '../../model/past-release.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import { nextStanding, type Standing } from '../../model/standing.ts';
import { phaseOf } from './phase-of.ts';

/** What a release went through, kept while it happens: what a result at its end does not tell. A plain value. */
export interface ReleaseRecord {
  /** `cluster/service`, or the repository of an image. */
  readonly service: string;
  /** In the order in which they began, each once. */
  readonly phases: readonly RecordedPhase[];
  /** Percent of production traffic on the new revision, from these moments on. */
  readonly traffic: readonly TrafficShare[];
  readonly warnings: readonly Warning[];
  readonly image?: SettledImage | undefined;
  /** First line of the commit's message. */
  readonly subject?: string | undefined;
  readonly plan?: ReleasePlan | undefined;
  readonly deployment?: Deployment | undefined;
  /** Of a deployment that another run has begun: what its revision was made from, the image by digest, and the ARN of what it replaces. */
  readonly origin?: PastOrigin | undefined;
  readonly foundImage?: string | undefined;
  readonly replaces?: string | undefined;
  /** How its deployment stands; absent: it has none, or it is concluded. */
  readonly standing?: Standing | undefined;
  /** How it ended; absent: it has not. */
  readonly outcome?: Outcome | undefined;
  /** The phase that it is in. */
  readonly current?: string | undefined;
  readonly lastAt: number;
}

/** Times in milliseconds since the epoch. */
interface RecordedPhase {
  readonly name: string;
  readonly startedAt: number;
  /** How long the release was in it by now, all its visits together. */
  readonly took: number;
}

export interface TrafficShare {
  readonly at: number;
  /** 0 to 100. */
  readonly production: number;
}

export function emptyRecord({ service, at }: Pick<ReleaseEvent, 'service' | 'at'>): ReleaseRecord {
  return { service, phases: [], traffic: [], warnings: [], lastAt: at };
}

/** The record with one more event in it. Pure. */
export function recorded(record: ReleaseRecord, event: ReleaseEvent): ReleaseRecord {
  const next = {
    ...withTime(record, event),
    ...learnt(record, event),
    standing: nextStanding(record.standing, event),
    lastAt: event.at,
  };
  return event.type === 'release.concluded' ? { ...next, current: undefined } : next;
}

function withTime(record: ReleaseRecord, event: ReleaseEvent): ReleaseRecord {
  const { current, lastAt } = record;
  const elapsed = Math.max(0, event.at - lastAt);
  const phases = record.phases.map((phase) =>
    phase.name === current ? { ...phase, took: phase.took + elapsed } : phase,
  );
  const name = phaseOf(event) ?? current;
  const isNew = name !== undefined && !phases.some((phase) => phase.name === name);
  return {
    ...record,
    phases: isNew ? [...phases, { name, startedAt: event.at, took: 0 }] : phases,
    current: name,
  };
}

function learnt(record: ReleaseRecord, event: ReleaseEvent): Partial<ReleaseRecord> {
  switch (event.type) {
    case 'image.planned':
      return { subject: event.image.subject };
    case 'image.settled':
      return { image: event.image };
    case 'plan.made':
      return { plan: event.plan };
    case 'deployment.started':
      return {
        deployment: event.deployment,
        origin: event.origin ?? record.origin,
        foundImage: event.image ?? record.foundImage,
        replaces: event.replaces ?? record.replaces,
      };
    case 'deployment.observed':
      return {
        deployment: event.snapshot.deployment,
        traffic: shares(record.traffic, event),
        replaces: record.replaces ?? replacedBy(event.snapshot),
      };
    case 'approval.answering':
      return { deployment: event.deployment };
    case 'release.concluded':
      return { outcome: event.outcome };
    case 'warning':
      return { warnings: [...record.warnings, event.warning] };
    default:
      return {};
  }
}

/** ARN of the revision that serves beside the new one, where AWS tells. */
function replacedBy({ deployment, sources }: Snapshot): string | undefined {
  return sources
    .map(({ taskDefinition }) => taskDefinition)
    .find((one) => one !== '' && one !== deployment.taskDefinition);
}

/** Only what is new: a canary that bakes for an hour is looked at a thousand times. */
function shares(
  known: readonly TrafficShare[],
  { at, snapshot }: Extract<ReleaseEvent, { type: 'deployment.observed' }>,
): readonly TrafficShare[] {
  const production = snapshot.shift?.production;
  if (production === undefined || production === known.at(-1)?.production) return known;
  return [...known, { at, production }];
}
