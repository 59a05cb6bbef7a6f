import type {
  ImageUse,
  ProtectionPlan,
  ProtectionResult,
  RepositoryRule,
  StaleTag,
} from '../model/image-protection.ts';
import { count } from './count.ts';
import { harmless } from './harmless.ts';
import type { Palette } from './palette.ts';
import { shortDigest } from './short-digest.ts';

/** What protecting images came to, for a person: each image with its tag, then the rule; the last line counts. */
export function protectionText(result: ProtectionResult, palette: Palette): string {
  const { plan, failures } = result;
  return [
    palette.strong(
      `${plan.service} (what runs, and the last ${count(plan.keep, 'successful release')} before it)`,
    ),
    ...plan.needed.flatMap(({ repository, digest, tag, usedBy, isTagged }) => [
      `  ${shortDigest(digest)}  ${usedBy.map(describeUse).join('; ')}`,
      palette.faint(`    ${tag}${isTagged ? ' (has it)' : ''} in ${nameOf(repository)}`),
    ]),
    ...plan.unprotected.map(({ image, usedBy, because }) =>
      palette.warn(
        because === 'elsewhere'
          ? `  skipped: ${harmless(image)} is in a registry that is not ECR's`
          : `  gone: ${harmless(image)} of ${usedBy.map(({ revision }) => revision).join(', ')} is not in its repository any more`,
      ),
    ),
    ...plan.stale.map((tag) => palette.faint(`  ${staleText(tag, result)}`)),
    ...plan.repositories.flatMap((one) => ruleLines(one, plan)),
    ...failures.map(({ tag, step, message }) =>
      palette.bad(`${tag} was not ${step === 'add' ? 'added' : 'removed'}: ${harmless(message)}`),
    ),
    lastLine(result, palette),
  ].join('\n');
}

function describeUse(use: ImageUse): string {
  if (use.kind === 'running') return `${use.revision} runs`;
  return use.position === 1
    ? `${use.revision}, the release before`
    : `${use.revision}, ${use.position} releases back`;
}

function staleText({ tag, isLast }: StaleTag, { end }: ProtectionResult): string {
  if (isLast) return `${tag} is no longer needed, and left: ECR would delete the image with its last tag`;
  return end === 'planned' ? `${tag} would be removed` : `${tag} is no longer needed`;
}

function ruleLines(
  { repository, policy, withRule, isUnlisted }: RepositoryRule,
  plan: ProtectionPlan,
): string[] {
  const name = nameOf(repository);
  const unlisted = isUnlisted
    ? [`${name} has more than 5000 images: tags that are no longer needed were not looked for.`]
    : [];
  switch (policy) {
    case 'none':
      return [...unlisted, `${name} has no lifecycle policy: nothing goes by itself.`];
    case 'kept':
      return [...unlisted, `The first rule of ${name}'s lifecycle policy keeps them.`];
    case 'absent':
      return [
        ...unlisted,
        `The lifecycle policy of ${name} does not keep them yet. With the rule as its first:`,
        `  aws ecr put-lifecycle-policy --repository-name ${name} --lifecycle-policy-text ${quoted(withRule ?? '')}`,
      ];
    case 'unknown':
      return [
        ...unlisted,
        `The lifecycle policy of ${name} could not be read (ecr:GetLifecyclePolicy). If it has one, this has to be its first rule:`,
        `  ${JSON.stringify(plan.rule)}`,
      ];
    default:
      return policy satisfies never;
  }
}

function lastLine({ plan, end, added, removed, failures }: ProtectionResult, palette: Palette): string {
  const missing = plan.needed.filter(({ isTagged }) => !isTagged).length;
  const stale = plan.stale.filter(({ isLast }) => !isLast).length;
  const sum = `${count(added.length, 'tag')} added, ${removed.length} removed`;
  switch (end) {
    case 'planned':
      return `Would add ${count(missing, 'tag')} and remove ${stale}; nothing was changed (--dry-run).`;
    case 'done':
      if (plan.needed.length === 0) return palette.warn('Nothing to protect: no image of it is in ECR.');
      return palette.good(`${count(plan.needed.length, 'image')} protected: ${sum}.`);
    case 'failed':
      return palette.bad(`Not finished: ${sum}, ${failures.length} failed.`);
    case 'interrupted':
      return palette.warn(`Interrupted: ${sum}. The same command again goes on where this one ended.`);
    default:
      return end satisfies never;
  }
}

/** For a shell: the policy has words of others in it. */
function quoted(text: string): string {
  return `'${harmless(text).replaceAll("'", String.raw`'\''`)}'`;
}

/** Without its registry. */
function nameOf(uri: string): string {
  return uri.slice(uri.indexOf('/') + 1);
}
