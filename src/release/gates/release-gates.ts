import type { GateSubject, SubjectTargetGroups } from '../../gates/subject.ts';
import { watchGates, type AwaitedGate, type GateWatch } from '../../gates/watch-gates.ts';
import type { ServiceState } from '../../aws/service-state.ts';
import type { Deployment, Snapshot } from '../../model/deployment.ts';
import type { Gate, GateMoment } from '../../model/gate.ts';
import { knownSecrets } from '../../model/known-secrets.ts';
import type { ReleasePlan } from '../../model/release-plan.ts';
import type { TaskDefinition } from '../../model/task-definition.ts';
import type { FollowedGates } from '../follow.ts';
import type { ReleaseContext } from '../release-context.ts';
import { canMeasure } from './can-measure.ts';
import type { GateStanding } from './judge-standings.ts';
import { refusedByGates } from './refused-by-gates.ts';
import {
  canBeSplit,
  groupsThatServe,
  sharedGroups,
  subjectFacts,
  targetGroupsOfRelease,
  type SubjectFacts,
} from './subject-facts.ts';

export interface GatesOfRelease {
  /** As they are measured: those of the plan show no values that may be secret. */
  readonly gates: readonly Gate[];
  readonly plan: ReleasePlan;
  /** As it was before the release. */
  readonly service: ServiceState;
  /** ARN of the registered revision. */
  readonly taskDefinition: string;
  /** What the revision says; absent where AWS does not show it. */
  readonly definition?: TaskDefinition | undefined;
  /** When the release began, local clock. */
  readonly releasedAt: number;
}

/** The gates of one release, through all its moments. What they measure runs beside the looks; whoever looks asks how they stand. */
export class ReleaseGates implements FollowedGates {
  readonly #context: ReleaseContext;
  readonly #gates: readonly Gate[];
  readonly #service: ServiceState;
  readonly #facts: SubjectFacts;
  readonly #watched: Watched[] = [];
  /** Absent: not known yet. They are asked for from the first running task of the new revision on, until AWS tells. */
  #targetGroups: SubjectTargetGroups | undefined;
  /** The same before the deployment. */
  #groupsBefore: SubjectTargetGroups | undefined;
  #isAsking = false;
  #wasInVain = false;
  #bug: { readonly thrown: unknown } | undefined;
  #isStopped = false;

  constructor(context: ReleaseContext, order: GatesOfRelease) {
    const { plan, gates, service, taskDefinition, definition, releasedAt } = order;
    this.#context = context;
    this.#gates = gates;
    this.#service = service;
    const secrets = definition === undefined ? undefined : knownSecrets(definition);
    this.#facts = { ...subjectFacts(plan, taskDefinition, releasedAt), secrets };
  }

  /** How those stand that have begun, in the order of their moments. */
  standings(moment?: GateMoment): readonly GateStanding[] {
    if (this.#bug !== undefined) throw this.#bug.thrown;
    return this.#watched
      .filter((one) => moment === undefined || one.moment === moment)
      .flatMap(({ gates, watch }) =>
        watch.reports().flatMap((report) => {
          const gate = gates.find(({ name }) => name === report.gate);
          return gate === undefined ? [] : [{ gate, report }];
        }),
      );
  }

  hasAny(moment: GateMoment): boolean {
    return this.#gates.some(({ at }) => at.includes(moment));
  }

  /**
   * Measures what is to be measured before the deployment starts, until every gate has judged. What only looks comes first: a task does
   * something, and does not run for a release that another gate refuses.
   * @param signal ends it; its reason is thrown
   */
  async passBefore(signal: AbortSignal): Promise<readonly GateStanding[]> {
    const context = { ...this.#context, interrupt: signal };
    const due = this.#gates.filter(({ at }) => at.includes('before'));
    this.#groupsBefore = due.some(countsRequests)
      ? await groupsThatServe(context, this.#service)
      : sharedGroups(this.#service);
    const rounds = [due.filter((gate) => !isTask(gate)), due.filter(isTask)];
    for (const gates of rounds.filter(({ length }) => length > 0)) {
      const { watch } = this.#begin('before', gates, undefined, context);
      try {
        await watch.settled();
      } finally {
        await watch.stop();
      }
      if (refusedByGates(this.standings('before')) !== undefined) break;
    }
    return this.standings('before');
  }

  /** Gates of `during` that have nothing to measure yet. */
  toBegin(): readonly Gate[] {
    const begun = new Set(this.standings('during').map(({ gate }) => gate.name));
    return this.#gates.filter(({ name, at }) => at.includes('during') && !begun.has(name));
  }

  /** Begins with every gate of `during` that has something to measure by now, and tells the others what is new. */
  look(snapshot: Snapshot): void {
    if (this.#isStopped) return;
    const { deployment } = snapshot;
    if (snapshot.target.running > 0) this.learnGroups(deployment);
    // Until the next look the answer is there.
    const isToldSoon = this.#isAsking && !this.#wasInVain;
    const due = isToldSoon ? [] : this.toBegin().filter((gate) => canMeasure(gate, snapshot));
    if (due.length > 0) this.#begin('during', due, deployment);
    this.#follow(deployment);
  }

  /**
   * The deployment is over and good: what is pending judges by what it has, as soon as what it measures has ended. One that never had
   * anything to measure could not tell.
   * @returns the gates that are waited for
   */
  endDuring(deployment: Deployment): readonly AwaitedGate[] {
    const never = this.toBegin();
    if (never.length > 0) this.#begin('during', never, deployment);
    return this.endWhenMeasured('during');
  }

  /** Begins to measure what is to be measured after the deployment. @param count for those without one of their own */
  beginAfter(deployment: Deployment, count: number | undefined): void {
    const gates = this.#gates.map((gate) => ({ ...gate, count: gate.count ?? count }));
    this.#isStopped = false;
    this.learnGroups(deployment);
    this.#begin('after', gates, deployment);
  }

  /** A moment is over, see `GateWatch.endWhenMeasured`. */
  endWhenMeasured(moment: GateMoment): readonly AwaitedGate[] {
    return this.#watchesOf(moment).flatMap((watch) => watch.endWhenMeasured());
  }

  /** No gate measures any more in this moment; nor would one begin to. */
  isOver(moment: GateMoment): boolean {
    const isBegun = moment !== 'during' || this.toBegin().length === 0;
    return isBegun && this.#watchesOf(moment).every(({ isOver }) => isOver);
  }

  /** Resolves when one of those that measure in this moment ends, however it does; never, where none is. */
  async nextVerdict(moment: GateMoment): Promise<void> {
    await Promise.race(this.#watchesOf(moment).map((watch) => watch.nextVerdict()));
  }

  stop(): void {
    void this.leave();
  }

  /** Ends all measuring at once. Resolves when what was under way has said what it leaves behind. */
  async leave(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#watched.map(({ watch }) => watch.stop()));
  }

  #watchesOf(moment: GateMoment): GateWatch[] {
    return this.#watched.filter((one) => one.moment === moment).map(({ watch }) => watch);
  }

  #begin(
    moment: GateMoment,
    gates: readonly Gate[],
    deployment: Deployment | undefined,
    context = this.#context,
  ): Watched {
    const own = gates.filter(({ at }) => at.includes(moment));
    const subject = this.#subject(moment, context.clock.now(), deployment);
    const watched = { moment, gates: own, subject, watch: watchGates(context, own, subject) };
    this.#watched.push(watched);
    return watched;
  }

  #follow(deployment: Deployment): void {
    for (const { moment, subject, watch } of this.#watched) {
      if (moment !== 'before') watch.follow(this.#subject(moment, subject.since, deployment));
    }
  }

  /** Asks for the target groups of both revisions, unless they are known, or are being asked for. */
  learnGroups(deployment: Deployment): void {
    if (this.#targetGroups !== undefined || this.#isAsking) return;
    if (!canBeSplit(this.#service, deployment)) {
      this.#targetGroups = sharedGroups(this.#service);
      return;
    }
    this.#isAsking = true;
    targetGroupsOfRelease(this.#context, this.#service, deployment)
      .then((groups) => {
        this.#targetGroups = groups;
        // Whatever measures without them says so itself.
        this.#wasInVain = groups === undefined;
        this.#isAsking = false;
        this.#follow(deployment);
      })
      .catch((error: unknown) => {
        this.#bug = { thrown: error };
      });
  }

  #subject(moment: GateMoment, since: number, deployment: Deployment | undefined): GateSubject {
    const targetGroups = moment === 'before' ? this.#groupsBefore : this.#targetGroups;
    return { ...this.#facts, moment, since, deployment, targetGroups };
  }
}

/** Its number is one of the target groups that serve. */
function countsRequests({ check }: Gate): boolean {
  return check.kind === 'metrics' && check.source.kind === 'preset' && check.source.preset.startsWith('alb-');
}

function isTask({ check }: Gate): boolean {
  return check.kind === 'task';
}

interface Watched {
  readonly moment: GateMoment;
  readonly gates: readonly Gate[];
  readonly subject: GateSubject;
  readonly watch: GateWatch;
}
