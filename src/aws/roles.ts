import type { Aws } from './aws.ts';
import { call } from './call.ts';
import { unlessUnknown } from './unless-unknown.ts';

/** A role of the caller's account. */
export interface RoleState {
  readonly name: string;
  /** With its path, by which IAM does not look roles up. */
  readonly arn: string;
  /** Who may assume it: a policy document as JSON text. */
  readonly trustPolicy: string;
}

/**
 * A role by its name; undefined where there is none.
 * @throws what `call` throws: the caller decides that roles are optional
 */
export async function findRole(aws: Aws, name: string): Promise<RoleState | undefined> {
  // The code of the error has two spellings: the service's, and the class that the SDK makes of it.
  return await unlessUnknown(['NoSuchEntity', 'NoSuchEntityException'], async () => {
    const { Role } = await call(
      aws,
      { operation: 'iam:GetRole', repeat: 'freely', attempts: 2 },
      aws.clients.iam,
      (iam, send) => iam.getRole({ RoleName: name }, send),
    );
    // AWS gives the document URL-encoded (RFC 3986).
    const trustPolicy = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
    return { name, arn: Role?.Arn ?? '', trustPolicy };
  });
}
