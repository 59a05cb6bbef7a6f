import { missingParameters } from '../../../aws/parameters.ts';
import type { PreflightResult } from '../../../model/preflight.ts';
import { errorOf, passed, skipped, type PreflightCheck } from '../preflight-check.ts';
import { placeOf } from '../preflight-subject.ts';
import { grouped } from '../grouped.ts';
import { readOrSkip, type ReadOrSkip } from '../read-or-skip.ts';
import { secretReferences, type StoredParameter } from '../secret-references.ts';

const name = 'parameters';

/** The parameters of Parameter Store that a task needs to start. */
export const parametersCheck: PreflightCheck = {
  name,
  run: async ({ aws }, subject) => {
    const { region: own } = placeOf(subject);
    const references = secretReferences(subject.definition, subject.running).filter(
      (reference) => reference.kind === 'parameter',
    );
    const regions = grouped(references, ({ region = own }) => region);
    const results = await Promise.all(
      [...regions].map(async ([region, uses]) => {
        const names = uses.map((use) => use.name);
        const read = await readOrSkip(() => missingParameters(aws, names, region));
        return judgeParameters(region, uses, read);
      }),
    );
    return results.flat();
  },
};

/** Pure. */
export function judgeParameters(
  region: string,
  uses: readonly StoredParameter[],
  read: ReadOrSkip<readonly string[]>,
): PreflightResult[] {
  return [...grouped(uses, (use) => use.name)].map(([parameter, some]) => {
    if (read.kind === 'skipped') return skipped(name, parameter, read.because);
    if (!read.value.includes(parameter)) return passed(name, parameter);
    const usedBy = some.map((use) => use.usedBy);
    return errorOf(name, parameter, { kind: 'parameter-missing', region, usedBy });
  });
}
