import { EcsdeployError } from '../../model/error.ts';
import { isGood, type Outcome, type ReleaseError } from '../../model/outcome.ts';
import type { ReleaseFact } from '../../model/release-event.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { serviceName } from '../../model/service-ref.ts';
import type { Reason } from '../../model/verdict.ts';
import { carryOutDeploy } from '../deploy.ts';
import { Interrupted } from '../interrupted.ts';
import { isCurrent, prepareDeploy, type PreparedDeploy } from '../prepare-deploy.ts';
import type { ReleaseContext } from '../release-context.ts';
import { settleReleaseImage } from '../release-image.ts';
import type { DeployRequest } from '../requests.ts';
import { resultOf } from '../result.ts';
import { orInterrupted } from '../or-interrupted.ts';
import { sayingWhatWasDone } from '../saying-what-was-done.ts';
import { hasFailed, nextToTakeBack, nextTurn, standingOf, type Place, type RunRules } from './run-order.ts';
import { SharedImages } from './shared-images.ts';
import { canGoBack, takeBack } from './take-back.ts';

/** One of the services of a run. */
export interface Member {
  /** The key in `services` of the configuration. */
  readonly name: string;
  /** Names of members that are released first. */
  readonly after: readonly string[];
  readonly request: DeployRequest;
  /** Its own report, and the AWS of its region; the clock and the interruption are those of the whole run. */
  readonly context: ReleaseContext;
  /** The same, telling of the image that it builds: other services may bring it in too. */
  readonly imageContext: ReleaseContext;
}

export interface SeveralRequest extends RunRules {
  /** At least one, in the order in which they are told; `after` has no cycle. */
  readonly members: readonly Member[];
}

/**
 * Releases several services in one run: looks at all of them before the first one changes anything, builds what they share
 * once, and starts each when those that it comes after have been released. One result for each, in their order; what a release
 * alone would throw is an outcome here, since the others have theirs.
 */
export async function deploySeveral(request: SeveralRequest): Promise<ReleaseResult[]> {
  // They ask AWS much the same at the same time: whoever asks waits a moment for the others.
  const leave = request.members.map(({ context }) => context.aws.company.join());
  try {
    return await new Run(request).results();
  } finally {
    for (const one of leave) one();
  }
}

class Run {
  readonly #request: SeveralRequest;
  readonly #images: SharedImages;
  readonly #prepared = new Map<string, Prepared>();
  readonly #ended = new Map<string, ReleaseResult>();
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #recall = new AbortController();
  readonly #startedAt: number;

  constructor(request: SeveralRequest) {
    this.#request = request;
    const byRequest = new Map(
      request.members.map(({ request: { build }, imageContext }) => [build, imageContext]),
    );
    this.#images = new SharedImages((context, build) => byRequest.get(build) ?? context);
    this.#startedAt = request.members[0]?.context.clock.now() ?? 0;
  }

  async results(): Promise<ReleaseResult[]> {
    await this.#each((member) => this.#prepare(member));
    if (!this.#hasStopped()) await this.#each((member) => this.#settleImage(member));
    for (const { after, context } of this.#request.members) {
      if (after.length > 0)
        context.report({ type: 'release.waiting', for: after.map((name) => this.#nameOf(name)) });
    }
    await this.#takeTurns();
    if (this.#request.onFailure === 'take-back') await this.#takeBack();
    return this.#request.members.flatMap(({ name }) => this.#ended.get(name) ?? []);
  }

  /** Reads only. What it tells is held until the release begins, so that nothing is told twice. */
  async #prepare(member: Member): Promise<void> {
    const facts: ReleaseFact[] = [];
    const context = { ...member.context, report: (fact: ReleaseFact) => void facts.push(fact) };
    const prepared = await prepareDeploy(context, member.request, { images: this.#images, mayWait: false });
    this.#prepared.set(member.name, { prepared, facts });
  }

  /** Nothing is released before all images are there: a build that fails has changed nothing. */
  async #settleImage(member: Member): Promise<void> {
    const image = this.#prepared.get(member.name)?.prepared.image;
    if (image === undefined || member.request.dryRun) return;
    await settleReleaseImage(member.context, member.request, image, this.#images);
  }

  /** Does the same for all members that have not ended; what is thrown ends the member. */
  async #each(act: (member: Member) => Promise<void>): Promise<void> {
    const left = this.#request.members.filter(({ name }) => !this.#ended.has(name));
    await Promise.all(left.map((member) => this.#orEnded(member, () => act(member))));
  }

  async #orEnded(member: Member, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.#end(member, resultOf(member.context, { ...this.#base(member), outcome: outcomeOf(error) }));
    }
  }

  /** Where one is refused before anything changed, none is released, unless the others are to go on. */
  #hasStopped(): boolean {
    const { onFailure } = this.#request;
    return onFailure !== 'keep-going' && [...this.#ended.values()].some(({ outcome }) => !isGood(outcome));
  }

  async #takeTurns(): Promise<void> {
    for (;;) {
      const { start, leaveOut } = nextTurn(this.#places(), this.#request);
      for (const { name, because } of leaveOut) this.#leaveOut(this.#member(name), because);
      for (const name of start) this.#start(this.#member(name));
      if (this.#underWay.size > 0) await Promise.race(this.#underWay.values());
      else if (leaveOut.length === 0) return;
    }
  }

  #start(member: Member): void {
    const release = this.#orEnded(member, () => this.#release(member)).finally(() =>
      this.#underWay.delete(member.name),
    );
    this.#underWay.set(member.name, release);
  }

  async #release(member: Member): Promise<void> {
    const { context, request } = member;
    const startedAt = context.clock.now();
    context.interrupt.throwIfAborted();
    const { prepared, facts } = this.#require(member);
    context.report({ type: 'release.started', action: 'deploy' });
    // A plan that has become old is made anew, and tells everything anew.
    if (request.dryRun || isCurrent(prepared, startedAt)) for (const fact of facts) context.report(fact);
    const recall = this.#recall.signal;
    const result = await sayingWhatWasDone(context, (told) =>
      // An interruption is an end of its own, which says what was left behind.
      orInterrupted(told, 'deploy', request.service, () =>
        carryOutDeploy(told, prepared, { startedAt, images: this.#images, recall }),
      ),
    );
    this.#end(member, result);
  }

  #leaveOut(member: Member, because: Reason): void {
    const { interrupt } = member.context;
    const outcome: Outcome =
      interrupt.reason instanceof Interrupted
        ? outcomeOf(interrupt.reason)
        : { kind: 'not-started', because };
    this.#end(member, resultOf(member.context, { ...this.#base(member), outcome }));
  }

  #end(member: Member, result: ReleaseResult): void {
    this.#ended.set(member.name, result);
    const mustGoBack = this.#request.onFailure === 'take-back' && hasFailed(result.outcome);
    if (mustGoBack && !this.#recall.signal.aborted) {
      const because: Reason = { kind: 'run-failed', service: serviceName(member.request.service) };
      this.#recall.abort(because);
    }
  }

  /** Those that were released go back, each after what came after it. */
  async #takeBack(): Promise<void> {
    if (!this.#recall.signal.aborted) return;
    const because = this.#recall.signal.reason as Reason;
    const left = new Set(
      this.#places().flatMap(({ name }) => (this.#released(name) === undefined ? [] : [name])),
    );
    const onTheirWay = new Map<string, Promise<void>>();
    while (left.size > 0) {
      for (const name of nextToTakeBack(this.#places(), left)) {
        const released = this.#released(name);
        if (onTheirWay.has(name) || released === undefined) continue;
        const member = this.#member(name);
        const wayBack = this.#orEnded(member, async () => {
          this.#ended.set(name, await takeBack(member.context, released, because));
        }).finally(() => {
          left.delete(name);
          onTheirWay.delete(name);
        });
        onTheirWay.set(name, wayBack);
      }
      await Promise.race(onTheirWay.values());
    }
  }

  #released(name: string): Parameters<typeof takeBack>[1] | undefined {
    const result = this.#ended.get(name);
    const ready = this.#prepared.get(name)?.prepared.ready;
    if (result === undefined || ready === undefined) return undefined;
    const { settings } = ready.preparation.service;
    const released = { request: this.#member(name).request, result, settings };
    return canGoBack(released) ? released : undefined;
  }

  #places(): Place[] {
    return this.#request.members.map(({ name, after, request }) => {
      const ended = this.#ended.get(name)?.outcome;
      return { name, service: serviceName(request.service), after, standing: this.#standing(name, ended) };
    });
  }

  #standing(name: string, ended: Outcome | undefined): Place['standing'] {
    if (ended !== undefined) return standingOf(ended);
    return this.#underWay.has(name) ? 'under-way' : 'waiting';
  }

  #base({ request: { service } }: Member): {
    action: 'deploy';
    service: DeployRequest['service'];
    startedAt: number;
  } {
    return { action: 'deploy', service, startedAt: this.#startedAt };
  }

  #nameOf(name: string): string {
    return serviceName(this.#member(name).request.service);
  }

  #member(name: string): Member {
    const member = this.#request.members.find((one) => one.name === name);
    if (member === undefined) throw new TypeError(`"${name}" is no member of the run`);
    return member;
  }

  #require({ name }: Member): Prepared {
    const prepared = this.#prepared.get(name);
    if (prepared === undefined) throw new TypeError(`"${name}" begins before it was prepared`);
    return prepared;
  }
}

interface Prepared {
  readonly prepared: PreparedDeploy;
  readonly facts: readonly ReleaseFact[];
}

/** How a release ends by what was thrown, before its deployment was started. */
function outcomeOf(thrown: unknown): Outcome {
  if (thrown instanceof Interrupted) {
    return { kind: 'interrupted', signal: thrown.signal, started: false, rollingBack: false };
  }
  return { kind: 'error', error: errorOf(thrown) };
}

function errorOf(thrown: unknown): ReleaseError {
  if (thrown instanceof EcsdeployError) {
    const { code, message, suggestions } = thrown;
    return { code, message, suggestions };
  }
  // The others go on to their ends: what they started must not be left for a mistake of ours.
  const { message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return {
    code: 'bug.unexpected',
    message: `this is a bug in ecsdeploy: ${message}`,
    suggestions: [],
    stack,
  };
}
