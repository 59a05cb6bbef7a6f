import type {
  JudgedRevision,
  KeepReason,
  PrunePlan,
  PruneResult,
  PruneStep,
} from '../model/revision-pruning.ts';
import { count } from './count.ts';
import { describeKeepReason } from './describe-keep-reason.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';

/** What is to become of the revisions of a family: a line for each that is kept, one for all that go between two of these. */
export function prunePlanText(plan: PrunePlan, palette: Palette): string {
  const { family, services, revisions } = plan;
  const rows = rowsOf(revisions);
  const width = Math.max(...rows.map(({ name }) => name.length));
  const used = services.length === 0 ? 'no service' : services.join(', ');
  const shown = rows.map(({ name, revision, number }) => {
    const { label, colour } = labelOf(revision, palette);
    const reasons = telling(revision.keptFor).map(describeKeepReason).join('; ');
    const rest = reasons === '' ? (number > 1 ? count(number, 'revision') : '') : reasons;
    return `  ${name.padEnd(width)}  ${colour(label.padEnd(10))}  ${harmless(rest)}`.trimEnd();
  });
  return [palette.strong(`${family} (used by ${harmless(used)})`), ...shown, ...unlisted(plan)].join('\n');
}

/** What pruning came to: the last line counts. */
export function pruneResultText(result: PruneResult, palette: Palette): string {
  const { failures, left, end } = result;
  const failed = failures.map(({ revision, step, message }) =>
    palette.bad(`${revision} was not ${past(step)}: ${harmless(message)}`),
  );
  const notBegun =
    end === 'failed' || end === 'interrupted'
      ? (['deregister', 'delete'] as const).flatMap((step) => {
          const names = left.filter((one) => one.step === step).map(({ revision }) => revision);
          return names.length === 0 ? [] : [`Not ${past(step)}: ${names.join(', ')}.`];
        })
      : [];
  return [...failed, ...notBegun, lastLine(result, palette)].join('\n');
}

function lastLine(result: PruneResult, palette: Palette): string {
  const { plan, end, deregistered, deleted, left } = result;
  const done = [
    ...(deregistered.length === 0 ? [] : [`deregistered ${deregistered.length}`]),
    ...(deleted.length === 0 ? [] : [`deleted ${deleted.length}`]),
  ];
  const sum = done.length === 0 ? 'nothing was changed' : done.join(', ');
  switch (end) {
    case 'done':
      if (done.length === 0) {
        return palette.good(nothingToDo(plan));
      }
      return palette.good(`Pruned ${plan.family}: ${sum}; ${count(kept(plan), 'revision')} kept.`);
    case 'planned': {
      const steps = (step: PruneStep): number => left.filter((one) => one.step === step).length;
      const wanted = [
        ...(steps('deregister') === 0 ? [] : [`deregister ${steps('deregister')}`]),
        ...(steps('delete') === 0 ? [] : [`delete ${steps('delete')}`]),
      ];
      return wanted.length === 0
        ? nothingToDo(plan)
        : `Would ${wanted.join(' and ')}; nothing was changed (--dry-run).`;
    }
    case 'declined':
      return 'Declined: nothing was changed.';
    case 'failed':
      return palette.bad(`Not finished: ${sum}. The same command again goes on where this one ended.`);
    case 'interrupted':
      return palette.warn(`Interrupted: ${sum}. The same command again goes on where this one ended.`);
    default:
      return end satisfies never;
  }
}

/** That what a service runs is PRIMARY there says nothing more. */
function telling(reasons: readonly KeepReason[]): readonly KeepReason[] {
  return reasons.filter(
    (one) =>
      one.kind !== 'deployment' ||
      one.status !== 'PRIMARY' ||
      !reasons.some((other) => other.kind === 'service' && other.service === one.service),
  );
}

function nothingToDo({ family, deletes }: PrunePlan): string {
  const which = deletes ? 'every revision' : 'every ACTIVE revision';
  return `Nothing to prune: ${which} of ${family} is in use or to be kept.`;
}

interface Row {
  readonly name: string;
  readonly revision: JudgedRevision;
  readonly number: number;
}

/** Neighbours that go the same way are one row: `web:9 … web:4`. INACTIVE ones that nothing is done to have none. */
function rowsOf(revisions: readonly JudgedRevision[]): readonly Row[] {
  const rows: { first: JudgedRevision; last: JudgedRevision; number: number }[] = [];
  for (const one of revisions) {
    if (isUnlisted(one)) continue;
    const row = rows.at(-1);
    const isSame =
      row !== undefined && one.steps.length > 0 && row.first.steps.join(' ') === one.steps.join(' ');
    if (isSame) {
      row.last = one;
      row.number += 1;
    } else rows.push({ first: one, last: one, number: 1 });
  }
  return rows.map(({ first, last, number }) => ({
    name: number === 1 ? first.revision : `${first.revision} … ${last.revision}`,
    revision: first,
    number,
  }));
}

function labelOf(
  { steps, status }: JudgedRevision,
  palette: Palette,
): { readonly label: string; readonly colour: (text: string) => string } {
  if (steps.includes('delete')) return { label: 'delete', colour: palette.bad };
  if (steps.includes('deregister')) return { label: 'deregister', colour: palette.warn };
  return { label: status === 'ACTIVE' ? 'kept' : 'INACTIVE', colour: palette.faint };
}

function isUnlisted({ status, steps, keptFor }: JudgedRevision): boolean {
  return status === 'INACTIVE' && steps.length === 0 && keptFor.length === 0;
}

function unlisted({ revisions }: PrunePlan): string[] {
  const number = revisions.filter(isUnlisted).length;
  return number === 0
    ? []
    : [`  ${count(number, 'revision')} INACTIVE already, needed by nobody: --delete deletes them`];
}

function kept({ revisions }: PrunePlan): number {
  return revisions.filter(({ keptFor }) => keptFor.length > 0).length;
}

function past(step: PruneStep): string {
  return step === 'delete' ? 'deleted' : 'deregistered';
}
