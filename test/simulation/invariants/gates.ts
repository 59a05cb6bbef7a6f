import type { GateReport } from '../../../src/model/gate.ts';
import type { ReleaseTruth } from '../course.ts';
import type { GateAnswer, GateShape } from '../history.ts';
import type { Invariant } from './invariant.ts';

/** What a program's end is to be taken for. One that is given up, or ends in no known way, has measured nothing. */
const measured: Readonly<Record<GateAnswer, 'pass' | 'fail' | 'unclear' | 'error'>> = {
  good: 'pass',
  bad: 'fail',
  unclear: 'unclear',
  error: 'error',
  silent: 'error',
};

/** A gate judges by what its program has said, and by nothing else: what could not be measured is not bad. */
export const truthfulGates: Invariant = {
  name: 'a gate fails only for what it has measured',
  check(release) {
    for (const { report } of judgementsIn(release)) {
      const { gate, moment, verdict, counts } = report;
      const shape = shapeOf(release, gate);
      const said = release.answers.filter((one) => one.gate === gate && one.moment === moment);
      for (const kind of ['pass', 'fail', 'unclear', 'error'] as const) {
        const given = said.filter(({ answer }) => measured[answer] === kind).length;
        if (counts[kind] > given)
          return `${release.id} counts ${counts[kind]} × ${kind} of ${gate} ${moment}, and its program has said that ${given} times.`;
      }
      if (verdict.kind === 'fail' && counts.fail <= shape.failuresAllowed)
        return `${release.id} lets ${gate} fail ${moment} with ${counts.fail} bad measurements, and ${shape.failuresAllowed} are allowed.`;
      if (verdict.kind === 'pass' && (counts.pass === 0 || counts.fail > shape.failuresAllowed))
        return `${release.id} lets ${gate} pass ${moment} with ${counts.pass} good and ${counts.fail} bad measurements.`;
    }
    return undefined;
  },
};

/** Never exit 0 although a gate that decides has failed, or could not tell and was to hold or to roll back. */
export const gatesAreObeyed: Invariant = {
  name: 'no exit 0 against a gate',
  check(release) {
    const { said, command } = release;
    if (command.does !== 'deploy' || said.kind !== 'outcome' || said.result.outcome.kind !== 'succeeded')
      return undefined;
    const judgements = judgementsIn(release);
    const against = judgements.find(
      ({ report }, index) =>
        isAgainst(release, report) && !hasToldSince(release, report, judgements.slice(index + 1)),
    );
    if (against !== undefined) {
      const { gate, moment, verdict } = against.report;
      return `${release.id} says succeeded, although ${gate} is ${verdict.kind} ${moment}.`;
    }
    const silent = silentGate(release);
    return silent === undefined ? undefined : `${release.id} says succeeded, and ${silent} has never judged.`;
  },
};

/** Whether a gate has judged so that a release may go back, by that time (AWS's clock). */
export function mayGoBackFor(release: ReleaseTruth, at: number): boolean {
  return judgementsIn(release).some(
    (one) =>
      one.at <= at &&
      !shapeOf(release, one.report.gate).dryRun &&
      (one.report.verdict.kind === 'fail' ||
        (one.report.verdict.kind === 'inconclusive' &&
          shapeOf(release, one.report.gate).onInconclusive === 'rollback')),
  );
}

/** Whether a gate that counts could not tell. */
export function isUnclear(release: ReleaseTruth): boolean {
  return judgementsIn(release).some(
    ({ report }) => report.verdict.kind === 'inconclusive' && !shapeOf(release, report.gate).dryRun,
  );
}

function isAgainst(release: ReleaseTruth, { gate, verdict }: GateReport): boolean {
  const { dryRun, onInconclusive } = shapeOf(release, gate);
  if (dryRun) return false;
  return verdict.kind === 'fail' || (verdict.kind === 'inconclusive' && onInconclusive !== 'continue');
}

/** What a gate could not tell during the deployment, it may have told since. */
function hasToldSince(
  release: ReleaseTruth,
  { gate, verdict }: GateReport,
  later: readonly { readonly report: GateReport }[],
): boolean {
  if (verdict.kind !== 'inconclusive' || shapeOf(release, gate).onInconclusive !== 'hold') return false;
  return later.some(({ report }) => report.gate === gate && report.verdict.kind === 'pass');
}

/** A gate of which nothing was heard in a release that was brought in by this very process. */
function silentGate(release: ReleaseTruth): string | undefined {
  const { command, facts, said } = release;
  const isOwn = facts.some(({ fact }) => fact.type === 'deployment.started' && fact.how === 'started');
  if (!isOwn || said.kind !== 'outcome') return undefined;
  const judged = new Set(judgementsIn(release).map(({ report }) => report.gate));
  const index = command.gates.findIndex(({ dryRun }, at) => !dryRun && !judged.has(`gate-${at}`));
  return index < 0 ? undefined : `gate-${index}`;
}

function judgementsIn({
  facts,
}: ReleaseTruth): readonly { readonly at: number; readonly report: GateReport }[] {
  return facts.flatMap(({ at, fact }) => (fact.type === 'gate.judged' ? [{ at, report: fact.report }] : []));
}

function shapeOf({ command }: ReleaseTruth, gate: string): GateShape {
  const shape = command.gates[Number(gate.replace('gate-', ''))];
  if (shape === undefined) throw new RangeError(`there is no ${gate}`);
  return shape;
}
