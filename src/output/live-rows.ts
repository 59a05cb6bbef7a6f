import type { Deployment, Snapshot } from '../model/deployment.ts';
import { formatDuration } from '../model/duration.ts';
import { shiftsTraffic } from '../model/lifecycle.ts';
import type { Measurement } from '../model/gate.ts';
import { isGood, type Outcome } from '../model/outcome.ts';
import type { ReleaseEvent } from '../model/release-event.ts';
import type { SettledImage } from '../model/image-plan.ts';
import { describeEvent, type Known } from './describe-event.ts';
import { describeBuildStep, describeEngine, describeSettledImage } from './describe-image.ts';
import { describeOutcome } from './describe-outcome.ts';
import { describeReason } from './describe-reason.ts';
import { describeCounts, describeWait } from './describe-snapshot.ts';
import { heldLines } from './held-lines.ts';
import {
  firstRows,
  nameOf,
  rollingRows,
  rowKeys,
  rowOf,
  shiftingRows,
  type Row,
  type RowKey,
} from './live-row.ts';
import { outcomeInBrief } from './outcome-in-brief.ts';
import { trafficBar } from './describe-traffic.ts';
import { harmless } from './harmless.ts';
import { KnownRevisions } from './known-revisions.ts';

const recentLines = 3;
const withTraffic: ReadonlySet<RowKey> = new Set<RowKey>(['traffic', 'roll-back']);

/**
 * What the live view shows of one release, as data. A rolling update goes back and forth between its phases; rows only go forward, and
 * the details under the active one say what is true now.
 */
export class LiveRows {
  readonly rows: readonly Row[];
  #current: RowKey = 'prepare';
  #reachedAt: number;
  #look = '';
  /** The last look, and when it was told. */
  #snapshot: { readonly looked: Snapshot; readonly told: number } | undefined;
  #recent: string[] = [];
  /** How each gate stands, in a word. */
  readonly #gates = new Map<string, string>();
  /** It is out, and watched until then. */
  #watchedUntil: number | undefined;
  /** A look has shown a rollback, or it was told of. */
  #goesBack = false;
  /** Where it ends: with a build, with an image in its registry, or with a deployment. */
  #end: 'built' | 'pushed' | 'deployed' = 'deployed';
  readonly #startedAt: number;
  readonly #revisions = new KnownRevisions();
  #known: Known = {};
  #now: number;

  constructor(first: ReleaseEvent) {
    this.#startedAt = this.#reachedAt = this.#now = first.at;
    this.rows = firstRows();
    this.#rename('prepare', `${first.service}: ${this.#row('prepare').name}`);
    this.#row('prepare').state = 'active';
  }

  /** Lines under the active row: elapsed time, what it waits for, and counts; who holds it and how to answer; then the last events. */
  get details(): readonly string[] {
    const elapsed = formatDuration(this.#now - this.#startedAt);
    const look = this.#snapshot === undefined ? this.#look : this.#lookedAt(this.#snapshot);
    const first = [elapsed, this.#watched() ?? look].filter((part) => part !== '').join(': ');
    return [first, ...this.#held(), ...this.#gateLine(), ...this.#recent];
  }

  apply(event: ReleaseEvent): void {
    this.#now = event.at;
    this.#known = this.#revisions.of(event);
    switch (event.type) {
      case 'release.started':
        if (event.action === 'build') this.#end = 'built';
        if (event.action === 'push') this.#end = 'pushed';
        if (this.#end !== 'deployed') this.#hideTheRest();
        if (isAnswer(event.action))
          this.#rename('prepare', `${event.service}: ${describeEvent(event) ?? ''}`);
        return;
      case 'plan.made':
        if (this.#current === 'prepare') {
          this.#rename('prepare', `${event.service}: ${describeEvent(event) ?? this.#row('prepare').name}`);
        } else this.#remember(event);
        if (shiftsTraffic(event.plan.strategy)) this.#expectShift();
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
        this.#rename('build', describeEvent(event) ?? this.#row('build').name);
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
        this.#rename('deployment', nameOfDeployment(event.deployment));
        return;
      case 'deployment.observed':
        this.#observe(event.snapshot);
        return;
      case 'gate.started':
        this.#gates.set(event.gate.name, 'measuring');
        return;
      case 'gate.measured':
        this.#gates.set(event.gate, measuredInBrief(event.measurement));
        if (event.changed) this.#remember(event);
        return;
      case 'gate.judged':
        this.#gates.set(event.report.gate, verdictInBrief[event.report.verdict.kind]);
        this.#remember(event);
        return;
      case 'watch.started':
        this.#watchedUntil = event.until;
        this.#remember(event);
        return;
      case 'gates.awaited':
        if (this.#watchedUntil !== undefined) this.#watchedUntil = event.until;
        this.#remember(event);
        return;
      case 'rollback.started':
        this.#goesBack = true;
        this.#watchedUntil = undefined;
        this.#fail(`${this.#row(this.#current).name}: ${describeReason(event.because)}`);
        this.#advance('roll-back');
        return;
      case 'verification.ended':
        this.#advance('verify');
        this.#remember(event);
        return;
      case 'release.concluded':
        this.#conclude(event.outcome, event.service);
        return;
      // While it waits, that stands beneath the row with what is left of its time.
      case 'approval.awaited':
      case 'approval.answering':
      case 'rollback.requested':
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
    const { state, name } = this.#row(this.#current);
    if (state === 'active') this.#fail(name);
    this.#hideTheRest();
  }

  #observe(snapshot: Snapshot): void {
    this.#snapshot = { looked: snapshot, told: this.#now };
    if (snapshot.shift !== undefined) this.#expectShift();
    const row = rowOf(snapshot);
    if (row === 'roll-back' && !this.#goesBack) {
      // Why it goes back is told next, and the row that it broke off is marked with that.
      this.#goesBack = true;
      return;
    }
    if (row !== undefined) this.#advance(row);
    const name = row === undefined ? undefined : nameOf(row, snapshot);
    if (row === this.#current && name !== undefined) this.#rename(row, name);
    // Where the traffic is stands beside the row that moves it.
    if (snapshot.shift === undefined || !withTraffic.has(this.#current)) return;
    const active = this.#row(this.#current);
    if (active.state === 'active') active.title = `${active.name}: ${trafficBar(snapshot.shift)}`;
  }

  /** What is to come where AWS shifts traffic: the old tasks run until it is done. */
  #expectShift(): void {
    for (const row of this.rows) {
      if (rowKeys.indexOf(row.key) <= rowKeys.indexOf(this.#current)) continue;
      if (row.state === 'hidden' && shiftingRows.has(row.key)) row.state = 'waiting';
      if (row.state === 'waiting' && rollingRows.has(row.key)) row.state = 'hidden';
    }
  }

  /** What a look says by now: what is left of a bake gets less between two of them. */
  #lookedAt({ looked, told }: { readonly looked: Snapshot; readonly told: number }): string {
    const now = looked.at + this.#now - told;
    const left = (endsAt: number): string => `, ${formatDuration(Math.max(0, endsAt - now))} left`;
    return `${describeWait(looked, left)}; ${describeCounts(looked)}`;
  }

  #watched(): string | undefined {
    if (this.#watchedUntil === undefined) return undefined;
    return `released and watched, ${formatDuration(Math.max(0, this.#watchedUntil - this.#now))} left`;
  }

  #gateLine(): readonly string[] {
    const gates = [...this.#gates].map(([name, word]) => `${harmless(name)} ${word}`);
    return gates.length === 0 ? [] : [`gates: ${gates.join(', ')}`];
  }

  #held(): readonly string[] {
    if (this.#snapshot === undefined) return [];
    const { looked, told } = this.#snapshot;
    return heldLines(looked, looked.at + this.#now - told);
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
    if (outcome.kind === 'waiting-for-approval' || outcome.kind === 'reached') {
      const { name, key } = this.#row(this.#current);
      // That row says already that it is an approval, and where.
      const words = key === 'hooks' ? 'not answered yet' : outcomeInBrief(outcome, this.#known);
      this.#endAs('left', `${name}: ${words}`);
    } else if (isGood(outcome) || wasRolledBack) this.#complete(this.#current);
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
    row.title = `${row.name}, ${formatDuration(this.#now - this.#reachedAt)}`;
  }

  #fail(title: string): void {
    this.#endAs('failed', title);
  }

  #endAs(state: 'failed' | 'left', title: string): void {
    const row = this.#row(this.#current);
    row.state = state;
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
    const row = this.#row(key);
    row.name = row.title = title;
  }

  #row(key: RowKey): Row {
    const row = this.rows.find((one) => one.key === key);
    if (row === undefined) throw new Error(`no row ${key}`);
    return row;
  }
}

const verdictInBrief = {
  pass: 'passed',
  fail: 'FAILED',
  inconclusive: 'cannot tell',
  pending: 'measuring',
} as const;

function measuredInBrief({ kind }: Measurement): string {
  return { pass: 'good', fail: 'bad', unclear: 'unclear', error: 'not measured' }[kind];
}

function nameOfDeployment({ deploymentId, codeDeploy }: Deployment): string {
  if (codeDeploy === undefined) return `Deployment ${deploymentId}`;
  const { application, group } = codeDeploy;
  return `Deployment ${deploymentId} (CodeDeploy ${harmless(application)}/${harmless(group)})`;
}

// These only ask AWS for something: there is nothing to prepare.
function isAnswer(action: Extract<ReleaseEvent, { type: 'release.started' }>['action']): boolean {
  return action === 'approve' || action === 'reject' || action === 'abort';
}
