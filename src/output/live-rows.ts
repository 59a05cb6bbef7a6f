import type { Phase } from '../model/deployment.ts';
import { formatDuration } from '../model/duration.ts';
import { isGood, type Outcome } from '../model/outcome.ts';
import type { ReleaseEvent } from '../model/release-event.ts';
import type { SettledImage } from '../model/image-plan.ts';
import { describeEvent, type Known } from './describe-event.ts';
import { describeBuildStep, describeEngine, describeSettledImage } from './describe-image.ts';
import { describeOutcome } from './describe-outcome.ts';
import { describeReason } from './describe-reason.ts';
import { describeSnapshot } from './describe-snapshot.ts';
import { harmless } from './harmless.ts';
import { KnownRevisions } from './known-revisions.ts';

/** The rows of the live view, in the order in which a release goes through them. */
const rowKeys = [
  'prepare',
  'build',
  'push',
  'deployment',
  'tasks',
  'health',
  'draining',
  'traffic',
  'bake',
  'roll-back',
  'verify',
] as const;
export type RowKey = (typeof rowKeys)[number];

export interface Row {
  readonly key: RowKey;
  title: string;
  /** `hidden`: it is not shown, or not yet. */
  state: 'waiting' | 'active' | 'done' | 'failed' | 'hidden';
}

const labels: Readonly<Record<RowKey, string>> = {
  prepare: 'prepare',
  build: 'Build the image',
  push: 'Push the image',
  deployment: 'Start the deployment',
  tasks: 'Start new tasks',
  health: 'Wait for health checks',
  draining: 'Drain old tasks',
  traffic: 'Shift traffic',
  bake: 'Bake time',
  'roll-back': 'Roll back',
  verify: 'Verify',
};
// Rows that many releases never reach; they appear when they are.
const rare: ReadonlySet<RowKey> = new Set(['build', 'push', 'health', 'traffic', 'bake', 'roll-back']);
const rowOfPhase: Readonly<Record<Phase, RowKey | undefined>> = {
  requested: 'deployment',
  'starting-tasks': 'tasks',
  'waiting-for-health': 'health',
  'draining-old-tasks': 'draining',
  'shifting-traffic': 'traffic',
  'waiting-for-hooks': 'traffic',
  'waiting-for-approval': 'traffic',
  baking: 'bake',
  'rolling-back': 'roll-back',
  stopping: undefined,
  ended: undefined,
};
const recentLines = 3;

/**
 * What the live view shows of one release, as data. A rolling update goes back and forth between its phases; rows only go forward, and
 * the details under the active one say what is true now.
 */
export class LiveRows {
  readonly rows: readonly Row[];
  #current: RowKey = 'prepare';
  #reachedAt: number;
  #look = '';
  #recent: string[] = [];
  /** Where it ends: with a build, with an image in its registry, or with a deployment. */
  #end: 'built' | 'pushed' | 'deployed' = 'deployed';
  readonly #startedAt: number;
  readonly #revisions = new KnownRevisions();
  #known: Known = {};
  #now: number;

  constructor(first: ReleaseEvent) {
    this.#startedAt = this.#reachedAt = this.#now = first.at;
    this.rows = rowKeys.map((key) => ({
      key,
      title: labels[key],
      state: rare.has(key) ? 'hidden' : 'waiting',
    }));
    this.#rename('prepare', `${first.service}: ${labels.prepare}`);
    this.#row('prepare').state = 'active';
  }

  /** Lines under the active row: elapsed time, what it waits for, and counts, then the last events. */
  get details(): readonly string[] {
    const elapsed = formatDuration(this.#now - this.#startedAt);
    return [[elapsed, this.#look].filter((part) => part !== '').join(': '), ...this.#recent];
  }

  apply(event: ReleaseEvent): void {
    this.#now = event.at;
    this.#known = this.#revisions.of(event);
    switch (event.type) {
      case 'release.started':
        if (event.action === 'build') this.#end = 'built';
        if (event.action === 'push') this.#end = 'pushed';
        if (this.#end !== 'deployed') this.#hideTheRest();
        return;
      case 'plan.made':
        if (this.#current === 'prepare') {
          this.#rename('prepare', `${event.service}: ${describeEvent(event) ?? labels.prepare}`);
        } else this.#remember(event);
        return;
      case 'build.started':
        this.#advance('build');
        this.#rename('build', `Build with ${describeEngine(event.engine)}`);
        return;
      case 'build.output':
        if (event.step !== undefined) this.#look = describeBuildStep(event.step);
        this.#show(harmless(event.line));
        return;
      case 'build.ended':
        this.#rename('build', describeEvent(event) ?? labels.build);
        this.#fold();
        if (this.#end === 'built') this.#complete('build');
        return;
      case 'push.started':
        this.#advance('push');
        return;
      case 'push.output':
        this.#show(harmless(event.line));
        return;
      case 'image.settled':
        this.#settleImage(event.image);
        return;
      case 'deployment.started':
        this.#advance('deployment');
        this.#rename('deployment', `Deployment ${event.deployment.deploymentId}`);
        return;
      case 'deployment.observed': {
        const { phase, status } = event.snapshot;
        this.#look = describeSnapshot(event.snapshot);
        const row = phase === 'ended' && status === 'successful' ? 'verify' : rowOfPhase[phase];
        if (row !== undefined) this.#advance(row);
        return;
      }
      case 'rollback.started':
        this.#fail(`${this.#row(this.#current).title}: ${describeReason(event.because)}`);
        this.#advance('roll-back');
        return;
      case 'verification.ended':
        this.#advance('verify');
        this.#remember(event);
        return;
      case 'release.concluded':
        this.#conclude(event.outcome, event.service);
        return;
      default:
        this.#remember(event);
    }
  }

  /** The command is done, whether or not it went as far as a deployment. */
  endWell(): void {
    this.#complete(this.#current);
    this.#hideTheRest();
  }

  /** The release broke off without a conclusion: nothing goes on moving. */
  breakOff(): void {
    if (this.#row(this.#current).state === 'active') this.#fail(this.#row(this.#current).title);
    this.#hideTheRest();
  }

  /** What the engine printed goes. The row itself is done when the next one begins: one of them always moves. */
  #fold(): void {
    this.#look = '';
    this.#recent = [];
  }

  #settleImage(image: SettledImage): void {
    const text = describeSettledImage(image);
    if (this.#current === 'prepare' && this.#end === 'deployed') {
      this.#show(text);
      return;
    }
    this.#rename(this.#current, text);
    this.#fold();
    if (this.#end === 'deployed') this.#advance('deployment');
    else this.#complete(this.#current);
  }

  #conclude(outcome: Outcome, service: string): void {
    const wasRolledBack = outcome.kind === 'failed-rolled-back' && this.#current !== 'prepare';
    if (isGood(outcome) || wasRolledBack) this.#complete(this.#current);
    else this.#fail(describeOutcome(outcome, { service, ...this.#known }).headline);
    this.#hideTheRest();
  }

  #advance(to: RowKey): void {
    if (rowKeys.indexOf(to) <= rowKeys.indexOf(this.#current)) return;
    for (const row of this.rows.slice(0, rowKeys.indexOf(to))) {
      if (row.state === 'active') this.#complete(row.key);
      // What went by between two looks was done all the same.
      else if (row.state === 'waiting') row.state = to === 'roll-back' ? 'hidden' : 'done';
    }
    this.#current = to;
    this.#reachedAt = this.#now;
    this.#row(to).state = 'active';
  }

  #complete(key: RowKey): void {
    const row = this.#row(key);
    if (row.state !== 'active') return;
    row.state = 'done';
    row.title = `${row.title}, ${formatDuration(this.#now - this.#reachedAt)}`;
  }

  #fail(title: string): void {
    const row = this.#row(this.#current);
    row.state = 'failed';
    row.title = title;
  }

  #hideTheRest(): void {
    for (const row of this.rows) if (row.state === 'waiting') row.state = 'hidden';
  }

  #remember(event: ReleaseEvent): void {
    const text = describeEvent(event);
    if (text !== null) this.#show(text);
  }

  #show(line: string): void {
    this.#recent = [...this.#recent, line].slice(-recentLines);
  }

  #rename(key: RowKey, title: string): void {
    this.#row(key).title = title;
  }

  #row(key: RowKey): Row {
    const row = this.rows.find((one) => one.key === key);
    if (row === undefined) throw new Error(`no row ${key}`);
    return row;
  }
}
