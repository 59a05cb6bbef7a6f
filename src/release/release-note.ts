import type { Aws } from '../aws/aws.ts';
import { callerIdentity } from '../aws/caller-identity.ts';
import { EcsdeployError } from '../model/error.ts';
import { maskText } from '../model/mask-text.ts';
import type { ReleaseContext } from './release-context.ts';
import type { ReleaseNote } from './requests.ts';

/**
 * What is to be noted of a release: tags are read by many, so that a commit's message gets there without its secrets; and who released
 * it, for whom AWS is asked where the request does not say. Not to know that stops no release.
 * @param isByNoted the revision says already who released it first, so that nobody needs to be asked
 */
export async function completeNote(
  context: Pick<ReleaseContext, 'aws'>,
  note: ReleaseNote | undefined,
  isByNoted: boolean,
): Promise<ReleaseNote> {
  if (note === undefined) return {};
  const { subject, by, run } = note;
  return {
    subject: subject === undefined ? undefined : maskText(subject),
    by: by ?? (isByNoted ? undefined : await callerOnce(context)),
    run,
  };
}

const callers = new WeakMap<object, Promise<string | undefined>>();

/** The releases of a run have one caller. */
async function callerOnce({ aws }: Pick<ReleaseContext, 'aws'>): Promise<string | undefined> {
  const known = callers.get(aws.clients) ?? callerOrNobody(aws);
  callers.set(aws.clients, known);
  return await known;
}

async function callerOrNobody(aws: Aws): Promise<string | undefined> {
  try {
    // The release waits for it.
    return nameOfCaller((await callerIdentity(aws, { attempts: 1 })).arn);
  } catch (error) {
    if (error instanceof EcsdeployError) return undefined;
    throw error;
  }
}

/**
 * `alice` of `arn:aws:iam::123456789012:user/alice`, `deployer/session` of `…:assumed-role/deployer/session`, `root` of the account itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
function nameOfCaller(arn: string): string | undefined {
  const resource = arn.split(':').slice(5).join(':');
  const [, name = resource] = /^[\w-]+\/(.+)$/.exec(resource) ?? [];
  return name === '' ? undefined : name;
}
