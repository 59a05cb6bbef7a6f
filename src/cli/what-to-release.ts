import { imageOf } from '../config/image-of.ts';
import type { ResolvedService } from '../config/resolved-service.ts';
import type { ImageRequest as BuildRequest } from '../images/plan-image.ts';
import { EcsdeployError } from '../model/error.ts';
import type { ImageSettings } from '../model/image-settings.ts';
import type { CommitOrderRules } from '../release/commit-order.ts';
import type { PromotionRequest } from '../release/promote/promotion-request.ts';
import type { ImageRequest, TaskDefinitionSource } from '../release/requests.ts';
import { areBuildFlagsGiven, imageSettings, type BuildFlags } from './build-flags.ts';
import type { SourceFlags } from './image-request.ts';

export interface ReleaseFlags extends BuildFlags, SourceFlags {
  readonly image?: readonly ImageRequest[] | undefined;
  readonly commit?: string | undefined;
  readonly 'allow-older': boolean;
  readonly 'require-newer': boolean;
}

type OrderFlags = Pick<ReleaseFlags, 'allow-older' | 'require-newer'>;

/** What a release brings in, and what is known of where it comes from. */
export interface WhatToRelease {
  readonly build?: BuildRequest | undefined;
  /** What runs in another environment, in place of a build or a named image. */
  readonly promotion?: PromotionRequest | undefined;
  readonly commit?: string | undefined;
  /** First line of the commit's message. */
  readonly subject?: string | undefined;
  readonly order?: CommitOrderRules | undefined;
}

class ImageAndBuild extends EcsdeployError {
  constructor() {
    super({
      code: 'usage.image_and_build',
      message: '--image names an image that is there, and other flags say how to build one',
      suggestions: ['Leave --image out to build, or leave the flags of the build out to release that image.'],
    });
  }
}

class NoCommitToCompare extends EcsdeployError {
  constructor() {
    super({
      code: 'refused.no_commit_to_compare',
      message: '--require-newer needs to know from which commit the image was built',
      suggestions: ['Name it with --commit <sha>, in a clone that has it.'],
    });
  }
}

class OtherCommit extends EcsdeployError {
  constructor(given: string, revision: string) {
    super({
      code: 'usage.other_commit',
      message: `--commit says ${given}, and the tree that would be built is at ${revision}`,
      suggestions: [
        'Leave --commit (ECSDEPLOY_COMMIT) out when the image is built here, or check that commit out.',
      ],
      details: { commit: given, revision },
    });
  }
}

/**
 * An image that is named is taken as it is; otherwise what `image` of the configuration, or the flags, say is built. A
 * registered revision that is named is released as it stands.
 */
export async function whatToRelease(
  service: ResolvedService,
  base: TaskDefinitionSource,
  flags: ReleaseFlags,
  request: (settings: ImageSettings) => Promise<BuildRequest>,
): Promise<WhatToRelease> {
  const isAsked = areBuildFlagsGiven(flags) || flags.tag !== undefined;
  const isNamed = flags.image !== undefined && flags.image.length > 0;
  if (isNamed && isAsked) throw new ImageAndBuild();
  const isConfigured = service.image !== undefined && base.kind !== 'revision';
  if (isNamed || (!isAsked && !isConfigured)) return await whatIsThere(flags);

  const build = await request(imageSettings(imageOf(service), flags));
  const { revision, commit } = build.source;
  if (flags.commit !== undefined && revision !== undefined && !revision.startsWith(flags.commit)) {
    throw new OtherCommit(flags.commit, revision);
  }
  if (commit === undefined || revision === undefined) {
    return { build, commit: flags.commit, order: unknownOrder(flags, flags.commit ?? build.source.tag) };
  }
  const { relationTo } = await import('../images/source/relation.ts');
  return {
    build,
    commit: revision,
    subject: commit.subject,
    order: { ...rules(flags, revision), relationTo: (running) => relationTo(running, commit, revision) },
  };
}

/** An image that is there; of its commit a clone may know more, if this is one. @throws NoCommitToCompare */
export async function whatIsThere(
  flags: Pick<ReleaseFlags, 'commit' | 'allow-older' | 'require-newer'>,
): Promise<WhatToRelease> {
  const { commit: given } = flags;
  if (given === undefined) {
    if (flags['require-newer']) throw new NoCommitToCompare();
    return {};
  }
  const { readCommit, subjectOf } = await import('../images/source/read-commit.ts');
  const { relationTo } = await import('../images/source/relation.ts');
  try {
    const head = await readCommit(process.cwd());
    // A clone that does not have the commit cannot tell how it stands to another one.
    const isHere = (await relationTo(given, head)).kind !== 'unknown';
    const commit = head.sha.startsWith(given) ? head : { ...head, sha: given };
    if (isHere) {
      return {
        commit: given,
        subject: commit === head ? head.subject : await subjectOf(head.root, given),
        order: { ...rules(flags, given), relationTo: (running) => relationTo(running, commit) },
      };
    }
  } catch (error) {
    // Whoever releases an image that is there need not have its source.
    if (!(error instanceof EcsdeployError)) throw error;
  }
  return { commit: given, order: unknownOrder(flags, given) };
}

/** Only who insists on a newer commit is told that nothing tells which one is newer. */
function unknownOrder(flags: OrderFlags, commit: string): CommitOrderRules | undefined {
  if (!flags['require-newer']) return undefined;
  const unknown = { kind: 'unknown', why: 'not-in-this-clone' } as const;
  return { ...rules(flags, commit), relationTo: () => Promise.resolve(unknown) };
}

function rules(flags: OrderFlags, commit: string): Omit<CommitOrderRules, 'relationTo'> {
  return { commit, allowOlder: flags['allow-older'], requireNewer: flags['require-newer'] };
}
