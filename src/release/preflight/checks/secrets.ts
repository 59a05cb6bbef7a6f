import { findSecret, missingSecretKeys, type SecretState } from '../../../aws/secrets.ts';
import type { PreflightResult } from '../../../model/preflight.ts';
import { errorOf, passed, skipped, type PreflightCheck, type PreflightContext } from '../preflight-check.ts';
import { placeOf, type PreflightSubject } from '../preflight-subject.ts';
import { grouped } from '../grouped.ts';
import { readOrSkip, type ReadOrSkip } from '../read-or-skip.ts';
import { secretReferences, type StoredSecret } from '../secret-references.ts';

const name = 'secrets';

/** The secrets of Secrets Manager that a task needs to start, and the keys in them. */
export const secretsCheck: PreflightCheck = {
  name,
  run: async (context, subject) => {
    const { region } = placeOf(subject);
    const references = secretReferences(subject.definition, subject.running).flatMap((reference) =>
      reference.kind === 'secret' ? [{ ...reference, region: reference.region ?? region }] : [],
    );
    const secrets = grouped(references, ({ arn }) => arn);
    const results = await Promise.all(
      [...secrets].map(async ([arn, uses]) => await checkSecret(context, arn, uses, subject)),
    );
    return results.flat();
  },
};

async function checkSecret(
  { aws }: PreflightContext,
  arn: string,
  uses: readonly StoredSecret[],
  { readsSecretValues }: PreflightSubject,
): Promise<PreflightResult[]> {
  const region = uses[0]?.region ?? '';
  const found = judgeSecret(arn, uses, await readOrSkip(() => findSecret(aws, arn, region)));
  if (found?.kind === 'finding') return [found];
  // Whoever may not describe it may still read it, and the other way round: each has its own answer.
  const versions = grouped(
    uses.filter(({ key }) => key !== undefined),
    ({ stage = '', version = '' }) => `${stage}:${version}`,
  );
  if (versions.size === 0 || !readsSecretValues) return [found ?? passed(name, arn)];
  const keys = await Promise.all(
    [...versions.values()].map(async (some) => {
      const wanted = [...new Set(some.flatMap(({ key }) => key ?? []))];
      const { stage, version } = some[0] ?? {};
      const read = await readOrSkip(() =>
        missingSecretKeys(aws, { id: arn, stage, version }, wanted, region),
      );
      return judgeKeys(arn, some, read);
    }),
  );
  return [...(found === undefined ? [] : [found]), ...keys.flat()];
}

/** What is wrong with the secret as such, or why nobody knows; undefined where it is there. Pure. */
export function judgeSecret(
  arn: string,
  uses: readonly StoredSecret[],
  read: ReadOrSkip<SecretState | undefined>,
): PreflightResult | undefined {
  const usedBy = uses.map((use) => use.usedBy);
  if (read.kind === 'skipped') return skipped(name, arn, read.because);
  if (read.value === undefined) {
    return errorOf(name, arn, { kind: 'secret-missing', region: uses[0]?.region ?? '', usedBy });
  }
  if (!read.value.isMarkedForDeletion) return undefined;
  return errorOf(name, arn, { kind: 'secret-marked-for-deletion', usedBy });
}

/** Whether the secret has the keys that are asked of it. Pure. */
export function judgeKeys(
  arn: string,
  uses: readonly StoredSecret[],
  read: ReadOrSkip<readonly string[] | 'not-json' | undefined>,
): PreflightResult[] {
  if (read.kind === 'skipped') {
    return uses.map(({ key = '' }) => skipped(name, `${arn}:${key}`, read.because));
  }
  const { value: missing } = read;
  const region = uses[0]?.region ?? '';
  return [...grouped(uses, ({ key = '' }) => key)].map(([key, some]) => {
    const usedBy = some.map((use) => use.usedBy);
    // The secret is there, and this version of it is not.
    if (missing === undefined) return errorOf(name, arn, { kind: 'secret-missing', region, usedBy });
    if (missing === 'not-json') return errorOf(name, arn, { kind: 'secret-not-json', key, usedBy });
    if (missing.includes(key)) return errorOf(name, arn, { kind: 'secret-key-missing', key, usedBy });
    return passed(name, `${arn}:${key}`);
  });
}
