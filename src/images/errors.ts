import { createRepositoryCommand, type RepositoryPlace } from '../aws/repositories.ts';
import { EcsdeployError } from '../model/error.ts';
import type { ImageDecision } from './decide-image.ts';

/** ECR has no such repository, and nobody asked to make it. */
export class RepositoryNotFound extends EcsdeployError {
  constructor(place: RepositoryPlace) {
    super({
      code: 'repository.not_found',
      message: `There is no repository "${place.name}" in ECR${place.region === undefined ? '' : ` in ${place.region}`}`,
      suggestions: [
        'Add --create-repository to have it made with tags that cannot be moved, scanned on push.',
        `Or make it yourself: ${createRepositoryCommand(place)}`,
      ],
      details: { repository: place.name },
    });
  }
}

type Refusal = Extract<ImageDecision, { kind: 'refuse' }>['because'];

const reasons: Readonly<Record<Refusal, string>> = {
  'unknown-recipe': 'is in the registry, and its labels do not say how it was built',
  'unknown-source': 'is in the registry, and without a commit nothing tells what it was made from',
  'other-recipe': 'is in the registry, built from the same commit by another recipe',
  'other-source': 'is in the registry, built from another commit',
};

/** The tag is taken by an image that a build would not make again. */
export class TagTakenByAnother extends EcsdeployError {
  constructor(reference: string, because: Refusal, digest: string) {
    const repository = reference.slice(0, reference.lastIndexOf(':'));
    super({
      code: 'refused.tag_taken',
      message: `"${reference}" ${reasons[because]}`,
      suggestions: [
        `Use it as it is: --image ${repository}@${digest}`,
        ...(because === 'other-recipe'
          ? [
              'Or commit: Dockerfile, .dockerignore, build arguments, target and platforms are part of the recipe.',
              'If it is another image of the same commit, give each a repository of its own, or a tag: --tag <tag>',
            ]
          : ['Or build under another tag: --tag <tag>']),
      ],
      details: { reference, digest, because },
    });
  }
}

/** What would be built is no longer what was planned: the tag would lie. */
export class SourceChanged extends EcsdeployError {
  constructor(planned: string | undefined, now: string | undefined) {
    super({
      code: 'refused.source_changed',
      message:
        planned === now
          ? 'the Dockerfile or .dockerignore was changed while the build was prepared'
          : `the working tree was at ${planned ?? ''} when this began, and is at ${now ?? ''} now`,
      suggestions: [
        'Nothing was built. Run the same command again; to go on working meanwhile, build in a `git worktree`.',
      ],
      details: { planned, now },
    });
  }
}

/** The push ended well, and the registry does not show the image. */
export class PushedImageMissing extends EcsdeployError {
  constructor(reference: string) {
    super({
      code: 'push.not_found_afterwards',
      message: `"${reference}" was pushed, and the registry does not show it`,
      suggestions: ['Run the same command again; check whether a lifecycle policy expires it at once.'],
      details: { reference },
    });
  }
}
