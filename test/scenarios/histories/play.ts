import { expect } from '@jest/globals';
import { minutes, seconds } from '../../../src/model/duration.ts';
import type { ReleaseResult } from '../../../src/model/release-result.ts';
import { carryOutPruning } from '../../../src/release/prune/carry-out-pruning.ts';
import { planPruning } from '../../../src/release/prune/plan-pruning.ts';
import { ref } from '../rehearsal.ts';
import { commandGate, measuring, scripted } from '../scripted-gates.ts';
import { checkNamedRollback, checkReadiness, checkRollback, checkServing } from './checks.ts';
import { Chronicle } from './chronicle.ts';
import { Shop } from './shop.ts';
import { written, type Step, type Way } from './steps.ts';

const keep = 2;
const quarter = 91 * 86_400_000;

/**
 * Plays a history, at AWS and in the chronicle, and holds whatever is said and done against that; a rollback is the end of each.
 * @throws Contradiction
 */
export async function play(way: Way, steps: readonly Step[]): Promise<void> {
  const shop = await Shop.open(way);
  const forgets = way !== 'codedeploy';
  const chronicle = new Chronicle({ forgets, countsFirst: forgets });
  const player = new Player(shop, chronicle);
  const tale: string[] = [];
  const all = steps.at(-1)?.act === 'rollback' ? steps : [...steps, { act: 'rollback' } as const];
  for (const step of all) {
    try {
      await player.take(step);
    } catch (error) {
      throw new Contradiction(way, steps, [...tale, `${written([step])}: here`], error);
    }
    tale.push(`${written([step])}: web:${chronicle.serving} serves`);
  }
}

/** The program, or the sandbox, and the chronicle do not say the same. */
class Contradiction extends Error {
  override readonly name = 'Contradiction';

  constructor(way: Way, steps: readonly Step[], tale: readonly string[], cause: unknown) {
    const what = cause instanceof Error ? cause.message : String(cause);
    const told = tale.map((line, index) => `${String(index + 1).padStart(4)}  ${line}`);
    const replay = `HISTORY='${way}: ${written(steps)}' npm test -- test/scenarios/histories`;
    super([`Through ${way}, web:1 serves:`, ...told, '', what, '', `Replay it: ${replay}`].join('\n'), {
      cause,
    });
  }
}

class Player {
  readonly #shop: Shop;
  readonly #chronicle: Chronicle;

  constructor(shop: Shop, chronicle: Chronicle) {
    this.#shop = shop;
    this.#chronicle = chronicle;
  }

  async take(step: Step): Promise<void> {
    await this.#act(step);
    await this.#shop.calm();
    await checkServing(this.#shop, this.#chronicle);
  }

  async #act(step: Step): Promise<void> {
    switch (step.act) {
      case 'good':
        await this.#good();
        return;
      case 'bad':
        await this.#bad();
        return;
      case 'gated':
        await this.#gated();
        return;
      case 'superseded':
        await this.#superseded();
        return;
      case 'stopped':
        await this.#stopped();
        return;
      case 'person':
        await this.#person();
        return;
      case 'rollback':
        await this.#rollback();
        return;
      case 'further':
        await this.#further();
        return;
      case 'rollback-fails':
        await this.#rollbackFails();
        return;
      case 'prune':
        await this.#prune();
        return;
      case 'quarter':
        await this.#shop.rehearsal.sandbox.clock.sleep(quarter);
        this.#chronicle.quarterPasses();
        return;
      case 'again':
        await this.#again(step.which);
        return;
      case 'lose':
        await this.#lose(step.which);
        return;
      case 'deregister':
      case 'delete':
        await this.#retire(step.act, step.which);
        return;
      default:
        return step satisfies never;
    }
  }

  async #good(): Promise<void> {
    const version = this.#chronicle.build();
    const { outcome } = await this.#deploy(version.number);
    expect(outcome.kind).toBe('succeeded');
    this.#chronicle.released(version, 'ecsdeploy');
  }

  async #bad(): Promise<void> {
    const version = this.#chronicle.build();
    this.#shop.behave(version.number, 'badly');
    const { outcome } = await this.#deploy(version.number);
    expect(outcome.kind).toBe('failed-rolled-back');
    this.#chronicle.wentBack(version);
  }

  async #gated(): Promise<void> {
    const version = this.#chronicle.build();
    scripted(this.#shop.rehearsal, [1]);
    const gate = commandGate({ at: ['after'], interval: seconds(5) });
    const { outcome } = await this.#deploy(version.number, measuring([gate], seconds(10)));
    const went = this.#chronicle.wasTakenBack(version);
    // CodeDeploy goes on trying for an hour.
    if (went === 'could not') await this.#shop.rehearsal.sandbox.clock.sleep(minutes(90));
    expect(outcome.kind).toBe(went === 'gone back' ? 'failed-rolled-back' : 'failed-rollback-failed');
  }

  async #superseded(): Promise<void> {
    const { rehearsal, way } = this.#shop;
    const ours = this.#chronicle.build();
    if (way === 'codedeploy') {
      const [{ outcome }] = await Promise.all([
        this.#deploy(ours.number),
        rehearsal.meanwhile(seconds(15), () => this.#shop.stopByHand()),
      ]);
      expect(outcome.kind).toBe('failed-rolled-back');
      this.#chronicle.wentBack(ours);
      return;
    }
    const theirs = this.#chronicle.build();
    const [{ outcome }] = await Promise.all([
      this.#deploy(ours.number),
      rehearsal.meanwhile(seconds(10), () => this.#shop.releaseByHand(theirs.number)),
    ]);
    expect(outcome.kind).toBe('superseded');
    this.#chronicle.wasSuperseded(ours);
    this.#chronicle.released(theirs, 'a person');
  }

  async #stopped(): Promise<void> {
    const { rehearsal } = this.#shop;
    const version = this.#chronicle.build();
    let back: ReleaseResult | undefined;
    await Promise.all([
      this.#deploy(version.number),
      rehearsal.meanwhile(seconds(15), async () => {
        back = await rehearsal.rollBack();
      }),
    ]);
    const to = `web:${this.#chronicle.serving}`;
    expect(back?.outcome).toMatchObject({ kind: 'rolled-back-as-asked', to });
    this.#chronicle.wentBack(version);
  }

  async #person(): Promise<void> {
    const version = this.#chronicle.build();
    await this.#shop.releaseByHand(version.number);
    this.#chronicle.released(version, 'a person');
  }

  async #rollback(): Promise<void> {
    const { rehearsal } = this.#shop;
    const forecast = this.#chronicle.forecast();
    checkReadiness(await this.#shop.readiness(), this.#chronicle.nearest());
    rehearsal.facts.length = 0;
    checkRollback(rehearsal, await rehearsal.rollBack().catch((error: unknown) => ({ error })), forecast);
    if (forecast.kind === 'back') this.#chronicle.rolledBack(forecast);
  }

  async #further(): Promise<void> {
    const { rehearsal } = this.#shop;
    const forecast = this.#chronicle.forecastOfNearest();
    const result = await rehearsal.rollBack({ to: '-1' }).catch((error: unknown) => ({ error }));
    checkNamedRollback(result, forecast);
    if (forecast.kind === 'back') this.#chronicle.rolledBack(forecast);
  }

  async #rollbackFails(): Promise<void> {
    const forecast = this.#chronicle.forecast();
    if (forecast.kind !== 'back') return;
    this.#shop.behave(forecast.version, 'badly');
    const { outcome } = await this.#shop.rehearsal.rollBack();
    const serves = `web:${this.#chronicle.serving}`;
    expect(outcome).toMatchObject({ kind: 'failed-rollback-failed', serves });
    this.#shop.behave(forecast.version, 'well');
    this.#chronicle.rollbackFailed(forecast);
  }

  async #prune(): Promise<void> {
    const context = this.#shop.rehearsal.context();
    const needed = this.#chronicle.neededBy(keep);
    const plan = await planPruning(context, { service: ref, keep, deletes: true });
    const { end, deregistered, deleted } = await carryOutPruning(context, plan);
    expect(end).toBe('done');
    const numbersOf = (names: readonly string[]) => names.map((name) => Number(name.split(':')[1]));
    const taken = [...numbersOf(deregistered), ...numbersOf(deleted)];
    expect({ needed, taken: needed.filter((one) => taken.includes(one)) }).toEqual({ needed, taken: [] });
    for (const revision of numbersOf(deregistered)) this.#chronicle.deregistered(revision);
    for (const revision of numbersOf(deleted)) this.#chronicle.deleted(revision);
  }

  /** Nobody does so to what serves, to what cannot run, or to a revision that is not there. */
  async #again(which: number): Promise<void> {
    const version = this.#versionAt(which);
    const revision = this.#chronicle.activeRevisionOf(version);
    const isPossible = version.number !== this.#chronicle.servingVersion && version.image !== 'gone';
    if (revision === undefined || !isPossible) return;
    this.#shop.behave(version.number, 'well');
    const base = { kind: 'revision', nameOrArn: `web:${revision.number}` } as const;
    const { outcome } = await this.#shop.rehearsal.deploy({ base, images: [] });
    expect(outcome.kind).toBe('succeeded');
    this.#chronicle.released(version, 'ecsdeploy');
  }

  async #lose(which: number): Promise<void> {
    const version = this.#versionAt(which);
    if (version.image !== 'there') return;
    await this.#shop.removeImage(version.number);
    version.image = 'gone';
  }

  /** Nobody deletes what serves. */
  async #retire(how: 'deregister' | 'delete', which: number): Promise<void> {
    const revision = this.#chronicle.activeRevisionOf(this.#versionAt(which))?.number;
    if (revision === undefined) return;
    if (how === 'deregister') {
      await this.#shop.deregister(revision);
      this.#chronicle.deregistered(revision);
      return;
    }
    if (revision === this.#chronicle.serving) return;
    await this.#shop.delete(revision);
    this.#chronicle.deleted(revision);
  }

  #versionAt(which: number): Chronicle['versions'][number] {
    const { versions } = this.#chronicle;
    const found = versions.at(-1 - (which % versions.length));
    if (found === undefined) throw new Error('there is always the first version');
    return found;
  }

  async #deploy(version: number, request: Parameters<Shop['rehearsal']['deploy']>[0] = {}) {
    const image = await this.#shop.push(version);
    const timeoutMilliseconds = minutes(30);
    return await this.#shop.rehearsal.deploy({ images: [{ image }], timeoutMilliseconds, ...request });
  }
}
