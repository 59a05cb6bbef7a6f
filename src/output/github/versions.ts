import type { ReleasePlan } from '../../model/release-plan.ts';
import type { ReleaseResult } from '../../model/release-result.ts';
import { revisionName } from '../../model/service-ref.ts';
import type { ReleaseRecord } from './release-record.ts';

/** A release as tables show it: what was there, what was to come, each as far as it is known. */
export interface Versions {
  readonly before: Version;
  readonly after: Version;
}

export interface Version {
  /** `web:7` */
  readonly revision?: string | undefined;
  readonly commit?: string | undefined;
  /** First line of the commit's message. */
  readonly subject?: string | undefined;
  readonly digest?: string | undefined;
  readonly tag?: string | undefined;
  /** The reference of the image. */
  readonly image?: string | undefined;
}

/**
 * Revisions, commits and images of a release, of its first image where it has several. Of one that a person had taken back: what was refused is
 * what was there before, and what serves again has come after it. Pure.
 */
export function versionsOf(result: ReleaseResult, record: ReleaseRecord | undefined): Versions {
  const versions = versionsOfTarget(result, record);
  const { outcome } = result;
  if (outcome.kind !== 'rolled-back-as-asked') return versions;
  const revision = revisionName(outcome.to);
  const { before, after } = versions;
  // It was a deployment of its own that brought it back.
  if (after.revision === revision) return versions;
  return { before: after, after: before.revision === revision ? before : { revision } };
}

/** The same of what the deployment brings in. It is the plan that knows them, or else what was recorded. */
function versionsOfTarget(result: ReleaseResult, record: ReleaseRecord | undefined): Versions {
  const plan = result.plan ?? record?.plan;
  const change = plan?.target.images[0];
  const asked = plan?.target.asked?.[0];
  const image = record?.image;
  const wayBack = plan?.wayBack?.release;
  const made = wayBack?.origin ?? record?.origin;
  const [ran] = Object.values({ ...wayBack?.digests, ...result.after?.digests });
  const origin = plan?.current.origin;
  const stays = plan !== undefined && isKept(plan) ? origin : undefined;
  const after: Version = {
    revision: named(result.target) ?? named(result.after),
    commit: plan?.target.commit ?? made?.commit ?? image?.revision ?? stays?.commit,
    subject: plan?.target.subject ?? made?.subject ?? record?.subject ?? stays?.subject,
    digest: change?.digest ?? asked?.digest ?? image?.digest ?? made?.digest ?? stays?.digest ?? ran,
    tag: image?.tag ?? change?.tag ?? asked?.tag ?? made?.tag ?? stays?.tag,
    image: change?.after ?? asked?.image ?? image?.reference ?? record?.foundImage,
  };
  const before: Version = {
    revision: named(result.before) ?? named(plan?.current) ?? nameOf(record?.replaces),
    commit: origin?.commit ?? plan?.target.order?.running,
    subject: origin?.subject,
    digest: origin?.digest,
    tag: origin?.tag,
    image: change?.before,
  };
  return { before, after };
}

/** The image that was released last is wanted again: it is what our tags on its revision say. */
function isKept({ current, target: { images, asked, digests } }: ReleasePlan): boolean {
  const digest = current.origin?.digest;
  if (digest === undefined || images.length > 0) return false;
  return asked === undefined ? Object.values(digests).includes(digest) : asked[0]?.digest === digest;
}

function named(revision: { readonly taskDefinition: string } | undefined): string | undefined {
  return nameOf(revision?.taskDefinition);
}

/** AWS does not tell the revision of a deployment that it has forgotten. */
function nameOf(taskDefinition: string | undefined): string | undefined {
  return taskDefinition === undefined || taskDefinition === '' ? undefined : revisionName(taskDefinition);
}
