import { EcsdeployError } from '../../model/error.ts';

/** The registry did not take the name and password. */
export class LoginRefused extends EcsdeployError {
  constructor(registry: string, sentence: string) {
    super({
      code: 'push.login_refused',
      message: `The registry ${registry} refused the login: ${sentence}`,
      suggestions: ['Check the account and the region of the repository, and ecr:GetAuthorizationToken.'],
      details: { registry, sentence },
    });
  }
}

/** The login got no answer: the registry, or the way to it, is not there. */
export class LoginFailed extends EcsdeployError {
  constructor(registry: string, sentence: string) {
    super({
      code: 'push.login_failed',
      message: `The login to the registry ${registry} failed: ${sentence}`,
      suggestions: ['Check the name of the registry, and whether the container engine can reach it.'],
      details: { registry, sentence },
    });
  }
}

/**
 * - `not-logged-in`: nothing was sent to identify us, or it was not taken.
 * - `expired`: the token was good once.
 * - `forbidden`: known, and may not.
 */
export type Unauthorized = 'not-logged-in' | 'expired' | 'forbidden';

const unauthorized: Readonly<Record<Unauthorized, string>> = {
  'not-logged-in': 'there is no login for it, or it is not taken',
  expired: 'the login has expired',
  forbidden: 'the login may not do this',
};

// "IAM permissions for pushing an image", Amazon ECR user guide.
const pushActions =
  'ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload and ecr:PutImage';

/** A registry answers a question without a body (HEAD) with a status alone: then any of the actions may be what is missing. */
function whatToDo(why: Unauthorized, sentence: string): string {
  const denied = /is not authorized to perform: ([\w-]+:\w+)(?: on resource: (\S+))?/.exec(sentence);
  if (denied !== null) {
    return `Allow ${denied[1]}${denied[2] === undefined ? '' : ` on ${denied[2]}`} in the IAM policy.`;
  }
  return why === 'forbidden'
    ? `At ECR, allow ${pushActions} on the repository in the IAM policy; elsewhere, log in as somebody who may push.`
    : 'Log in to the registry of the repository (docker login), in its own region.';
}

/** The registry wants a (new) login. */
export class PushUnauthorized extends EcsdeployError {
  readonly why: Unauthorized;

  constructor(reference: string, why: Unauthorized, sentence: string) {
    super({
      code: 'push.unauthorized',
      message: `The registry does not let ${reference} be pushed, ${unauthorized[why]}: ${sentence}`,
      suggestions: [whatToDo(why, sentence)],
      details: { reference, why, sentence },
    });
    this.why = why;
  }
}

/** The tag is in the repository already and cannot be moved. */
export class TagTaken extends EcsdeployError {
  constructor(reference: string, sentence: string) {
    super({
      code: 'push.tag_taken',
      message: `The tag of ${reference} is taken: ${sentence}`,
      suggestions: ['Deploy the image that has it, or build from a new commit.'],
      details: { reference, sentence },
    });
  }
}

/** Pushing does not create a repository at ECR. */
export class RepositoryMissing extends EcsdeployError {
  constructor(reference: string, sentence: string) {
    super({
      code: 'push.repository_missing',
      message: `The repository of ${reference} does not exist: ${sentence}`,
      suggestions: [
        'Add --create-repository, or correct `image.repository` (name, account and region) in ecsdeploy.yml.',
      ],
      details: { reference, sentence },
    });
  }
}

/** The registry answers too many pushes at once. */
export class PushThrottled extends EcsdeployError {
  constructor(reference: string, sentence: string) {
    super({
      code: 'push.throttled',
      message: `The registry throttled the push of ${reference}: ${sentence}`,
      suggestions: ['Run the same command again in a minute, with fewer pushes at the same time.'],
      details: { reference, sentence },
    });
  }
}

/** Any other end of a push. */
export class PushFailed extends EcsdeployError {
  /** @param log the last lines of output */
  constructor(reference: string, sentence: string, suggestions: readonly string[], log: readonly string[]) {
    super({
      code: 'push.failed',
      message: `${reference} could not be pushed: ${sentence}`,
      suggestions,
      details: { reference, sentence, log },
    });
  }
}
