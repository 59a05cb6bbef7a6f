import type { ServiceState } from '../../aws/service-state.ts';
import { tagResource } from '../../aws/tags.ts';
import { EcsdeployError } from '../../model/error.ts';
import { changedBy, type Outcome } from '../../model/outcome.ts';
import type { ReleaseFact } from '../../model/release-event.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import type { SetAside } from '../../model/set-aside.ts';
import type { ReleaseContext } from '../release-context.ts';
import { putBack } from './put-back.ts';
import { setAsideIn, settingsTag, writeSetAside } from './set-aside-note.ts';

type Release = (context: ReleaseContext) => Promise<ReleaseResult>;

/**
 * Runs a way back that sets settings aside, with a note of them on the service before, since this process may die in between. They are
 * put back on every way out on which the deployment is over; where it goes on at AWS, by the next run that sees its end.
 * @param release gets the context that it is to report to: its last word comes after ours
 */
export async function withSettingsAside(
  context: ReleaseContext,
  service: ServiceState,
  aside: SetAside | undefined,
  release: Release,
): Promise<ReleaseResult> {
  if (aside === undefined) return await release(context);
  await note(context, service, aside);
  try {
    return await puttingBackAfter(context, service, aside, release);
  } catch (error) {
    // Errors come before anything was started, but for those that say that nobody knows.
    const isUnknown = error instanceof EcsdeployError && error.code.startsWith('unknown.');
    if (isUnknown) reportKept(context, aside);
    else await putBackOrSay(context, service, aside);
    throw error;
  }
}

/** Runs what starts no deployment itself, and puts back after it what an earlier run has set aside. */
export async function withSettingsLeftAside(
  context: ReleaseContext,
  service: ServiceState,
  release: Release,
): Promise<ReleaseResult> {
  const aside = setAsideIn(service.tags);
  return aside === undefined
    ? await release(context)
    : await puttingBackAfter(context, service, aside, release);
}

async function puttingBackAfter(
  context: ReleaseContext,
  service: ServiceState,
  aside: SetAside,
  release: Release,
): Promise<ReleaseResult> {
  const lastWords: ReleaseFact[] = [];
  const report = (fact: ReleaseFact): void => {
    if (fact.type === 'release.concluded') lastWords.push(fact);
    else context.report(fact);
  };
  try {
    const result = await release({ ...context, report });
    if (isOver(result.outcome)) await putBackOrSay(context, service, aside);
    else if (result.outcome.kind !== 'planned') reportKept(context, aside);
    return result;
  } finally {
    for (const fact of lastWords) context.report(fact);
  }
}

function reportKept({ report }: Pick<ReleaseContext, 'report'>, settings: SetAside): void {
  if (Object.keys(settings).length > 0) report({ type: 'settings.kept-aside', settings });
}

/** Whether nothing of it goes on at AWS that the settings could still hold up. */
function isOver(outcome: Outcome): boolean {
  const changed = changedBy(outcome);
  return outcome.kind !== 'planned' && changed !== 'in-progress' && changed !== 'unknown';
}

/** In the place of one that a killed run has left: what that had set aside is counted in, as it really was. Nothing here stops a way back. */
async function note({ aws, report }: ReleaseContext, service: ServiceState, aside: SetAside): Promise<void> {
  const value = writeSetAside(aside);
  if (service.tags.some((tag) => tag.key === settingsTag && tag.value === value)) return;
  try {
    await tagResource(aws, service.arn, [{ key: settingsTag, value }]);
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    report({ type: 'warning', warning: { kind: 'tag-not-written', tag: settingsTag, error: error.message } });
  }
}

async function putBackOrSay(context: ReleaseContext, service: ServiceState, aside: SetAside): Promise<void> {
  try {
    await putBack(context, service.ref, aside);
  } catch (error) {
    if (!(error instanceof EcsdeployError)) throw error;
    context.report({ type: 'warning', warning: { kind: 'settings-not-restored', error: error.message } });
  }
}
