import type { JudgedRevision, KeepReason, PrunePlan, PruneStep } from '../../model/revision-pruning.ts';
import { revisionName } from '../../model/service-ref.ts';
import { lastGoodReleases } from './good-releases.ts';
import type { FamilyRevision, FamilyUser, PruneFacts } from './prune-facts.ts';

export interface PruneRules {
  /** At least one. */
  readonly keep: number;
  readonly deletes: boolean;
}

/**
 * What becomes of each revision of a family. Kept is whatever anything in the facts needs, and the newest ones; an INACTIVE revision is
 * only kept or, where deletion is asked for, deleted. Pure.
 */
export function decidePruning(facts: PruneFacts, { keep, deletes }: PruneRules): PrunePlan {
  const reasons = reasonsOf(facts, keep);
  const newestFirst = [...facts.revisions].sort((a, b) => b.number - a.number);
  return {
    family: facts.family,
    keep,
    deletes,
    services: facts.services.map(({ service }) => service),
    revisions: newestFirst.map(({ number, status }): JudgedRevision => {
      const revision = `${facts.family}:${number}`;
      const keptFor = reasons.get(revision) ?? [];
      return { revision, status, keptFor, steps: keptFor.length > 0 ? [] : stepsFor(status, deletes) };
    }),
  };
}

function stepsFor(status: FamilyRevision['status'], deletes: boolean): readonly PruneStep[] {
  const deletion = deletes ? (['delete'] as const) : [];
  return status === 'ACTIVE' ? ['deregister', ...deletion] : deletion;
}

function reasonsOf(facts: PruneFacts, keep: number): ReadonlyMap<string, readonly KeepReason[]> {
  const { family, tasks, rules, schedules } = facts;
  const active = facts.revisions
    .filter(({ status }) => status === 'ACTIVE')
    .map(({ number }) => number)
    .sort((a, b) => b - a);
  const found = new Map<string, KeepReason[]>();
  const keepFor = (name: string, reason: KeepReason): void => {
    // A family alone means its latest ACTIVE revision, at the moment at which it is used.
    const revision = revisionName(name) === family ? `${family}:${active[0] ?? 0}` : revisionName(name);
    found.set(revision, [...(found.get(revision) ?? []), reason]);
  };

  for (const user of facts.services) keepForService(user, keep, keepFor);
  for (const [revision, running] of countTasks(tasks)) {
    for (const [cluster, count] of running) keepFor(revision, { kind: 'task', cluster, tasks: count });
  }
  for (const { rule, bus, taskDefinition } of rules) keepFor(taskDefinition, { kind: 'rule', rule, bus });
  for (const { schedule, group, taskDefinition } of schedules) {
    keepFor(taskDefinition, { kind: 'schedule', schedule, group });
  }
  for (const { number, succeededAt: at } of lastStamped(facts.revisions, keep)) {
    keepFor(`${family}:${number}`, { kind: 'stamp', at });
  }
  for (const [index, number] of active.slice(0, keep).entries()) {
    keepFor(`${family}:${number}`, { kind: 'newest', position: index + 1 });
  }
  return found;
}

function keepForService(
  { service, revision, deployments, releases }: FamilyUser,
  keep: number,
  keepFor: (name: string, reason: KeepReason) => void,
): void {
  keepFor(revision, { kind: 'service', service });
  for (const one of deployments) keepFor(one.revision, { kind: 'deployment', service, status: one.status });
  for (const { id, outcome, taskDefinition } of releases) {
    if (outcome !== 'in-progress' || taskDefinition === undefined) continue;
    keepFor(taskDefinition, { kind: 'release-in-progress', service, release: id });
  }
  for (const [index, { id, taskDefinition }] of lastGoodReleases(releases, keep).entries()) {
    if (taskDefinition === undefined) continue;
    keepFor(taskDefinition, { kind: 'release', service, release: id, position: index + 1 });
  }
}

function countTasks(tasks: PruneFacts['tasks']): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const { cluster, revision } of tasks) {
    const ofRevision = counts.get(revision) ?? new Map<string, number>();
    ofRevision.set(cluster, (ofRevision.get(cluster) ?? 0) + 1);
    counts.set(revision, ofRevision);
  }
  return counts;
}

/** The last successes of the family by their stamps: they last longer than AWS's memory of releases. */
function lastStamped(
  revisions: readonly FamilyRevision[],
  keep: number,
): readonly { readonly number: number; readonly succeededAt: number }[] {
  return revisions
    .flatMap(({ number, succeededAt, takenBackAt = 0 }) =>
      succeededAt === undefined || succeededAt <= takenBackAt ? [] : [{ number, succeededAt }],
    )
    .sort((a, b) => b.succeededAt - a.succeededAt)
    .slice(0, keep);
}
