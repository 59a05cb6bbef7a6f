import { expect } from '@jest/globals';
import { exitCodeOfError } from '../../../src/cli/exit-codes.ts';
import { EcsdeployError } from '../../../src/model/error.ts';
import type { Readiness } from '../../../src/model/readiness.ts';
import type { ReleaseResult } from '../../../src/model/release-result.ts';
import type { Rehearsal } from '../rehearsal.ts';
import { whatIsLeft } from '../strategy-stage.ts';
import type { Chronicle, Forecast, Gone } from './chronicle.ts';
import type { Shop } from './shop.ts';

/** What should serve serves: it alone runs, with its own digest, gets all requests, and nothing is left to be put back. */
export async function checkServing(shop: Shop, chronicle: Chronicle): Promise<void> {
  const revision = `web:${chronicle.serving}`;
  const left = await whatIsLeft(shop.rehearsal);
  expect(left).toMatchObject({ revision, running: { [revision]: 1 }, notes: [] });
  expect(Object.keys(left.running)).toEqual([revision]);
  if (left.traffic !== undefined) expect(left.traffic).toEqual({ [revision]: 100 });
  const digest = shop.digestOf(chronicle.servingVersion);
  const running = await shop.running();
  if (digest !== undefined) expect(running).toEqual([{ revision, digest }]);
}

/** What a rollback has said and done is what was to come. */
export function checkRollback(
  rehearsal: Rehearsal,
  result: ReleaseResult | { readonly error: unknown },
  forecast: Forecast,
): void {
  expect('error' in result ? saidOfRefusal(result.error) : saidOf(result)).toEqual(expectedOf(forecast));
  if (forecast.kind !== 'back') return;
  const passedOver = rehearsal
    .factsOf('warning')
    .flatMap(({ warning }) => (warning.kind === 'target-passed-over' ? [warning.gone] : []))
    .map(({ why, taskDefinition }) => `${taskDefinition.split('/').at(-1)}: ${why}`);
  expect(passedOver).toEqual(forecast.passedOver.map(({ revision, why }) => `web:${revision}: ${why}`));
}

/** What `verify --rollback` has said is so: of the nearest release, and whether that can still run. */
export function checkReadiness(
  readiness: Readiness | undefined,
  nearest: { readonly revision: number; readonly gone?: Gone } | undefined,
): void {
  const said =
    readiness === undefined || readiness.kind === 'nothing-before'
      ? readiness?.kind
      : `${readiness.kind}: ${readiness.release?.taskDefinition.split('/').at(-1)}`;
  const isGone = nearest?.gone !== undefined;
  const expected =
    nearest === undefined ? 'nothing-before' : `${isGone ? 'not-ready' : 'ready'}: web:${nearest.revision}`;
  expect(`verify --rollback: ${said}`).toBe(`verify --rollback: ${expected}`);
}

/** The same of a rollback to the release before, by `--to -1`. */
export function checkNamedRollback(
  result: ReleaseResult | { readonly error: unknown },
  forecast: Exclude<Forecast, { kind: 'nothing-to-do' }>,
): void {
  if (forecast.kind === 'back') {
    expect('error' in result ? result.error : saidOf(result)).toBe(expectedOf(forecast));
    return;
  }
  const error = 'error' in result ? result.error : saidOf(result);
  const [gone] = forecast.passedOver;
  if (gone === undefined) {
    expect(error).toMatchObject({ code: 'release.not_found' });
    return;
  }
  const taskDefinition = expect.stringMatching(new RegExp(`web:${gone.revision}$`)) as unknown;
  expect(error).toMatchObject({ code: 'refused.target_gone', details: { why: gone.why, taskDefinition } });
}

function saidOf({ outcome }: ReleaseResult): string {
  switch (outcome.kind) {
    case 'rolled-back-as-asked':
      return `goes back to ${outcome.to}`;
    case 'nothing-to-do':
      return outcome.because.kind === 'already-rolled-back'
        ? nothingToDo(outcome.because.further?.split('/').at(-1))
        : `nothing to do: ${outcome.because.kind}`;
    default:
      return outcome.kind;
  }
}

function saidOfRefusal(error: unknown): string {
  if (!(error instanceof EcsdeployError) || error.code !== 'rollback_target.not_found') return String(error);
  expect(exitCodeOfError(error)).toBe(5);
  const [, why = ''] = /can still run: (.*)$/.exec(error.message) ?? [];
  const gone = why.split('; ').flatMap((sentence) => {
    const [, revision] = /\b(web:\d+)/.exec(sentence.replace(/^the image \S+/, '')) ?? [];
    const what = sentence.startsWith('the image') ? 'image' : 'revision';
    return revision === undefined ? [] : [`${revision} (${what})`];
  });
  return refusal(gone);
}

function expectedOf(forecast: Forecast): string {
  switch (forecast.kind) {
    case 'back':
      return `goes back to web:${forecast.to}`;
    case 'nothing-to-do':
      return nothingToDo(forecast.further === undefined ? undefined : `web:${forecast.further}`);
    case 'refused':
      return refusal(forecast.passedOver.map(({ revision, why }) => `web:${revision} (${why})`));
    default:
      return forecast satisfies never;
  }
}

function nothingToDo(further: string | undefined): string {
  return `nothing to do: already rolled back; further back is ${further ?? 'nothing'}`;
}

function refusal(gone: readonly string[]): string {
  return gone.length === 0
    ? 'refused: there is nothing before it'
    : `refused: cannot run: ${gone.join(', ')}`;
}
