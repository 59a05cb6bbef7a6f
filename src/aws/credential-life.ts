/** Credentials as a provider of the SDK gives them, as far as their end is concerned. */
interface Identity {
  readonly expiration?: Date | undefined;
  /** Where they come from: the SDK's own marks (`AwsSdkCredentialsFeatures` of @aws-sdk/types). */
  readonly $source?: Readonly<Record<string, string>> | undefined;
}

/** How long the credentials of this process last. */
export interface CredentialLife {
  /** In milliseconds since the epoch; absent where their provider does not tell, or they never end. */
  readonly expiresAt?: number | undefined;
  /** Their provider may give newer ones. A process cannot get new environment variables. */
  readonly canRenew: boolean;
}

/** What they are where nobody knows. */
export const unknownLife: CredentialLife = { canRenew: true };

/**
 * Reads when they end. `aws-expiration`, an output of aws-actions/configure-aws-credentials, is a date as JSON, so with quotation marks, which
 * the SDK takes for no date when it stands in AWS_CREDENTIAL_EXPIRATION like that. What is no date tells nothing.
 * @param told AWS_CREDENTIAL_EXPIRATION
 */
export function lifeOf({ expiration, $source = {} }: Identity, told: string | undefined): CredentialLife {
  const isOfEnvironment = $source['CREDENTIALS_ENV_VARS'] !== undefined && Object.keys($source).length === 1;
  const read = expiration?.getTime() ?? Number.NaN;
  const meant = Number.isNaN(read) && isOfEnvironment ? Date.parse(withoutQuotes(told ?? '')) : read;
  return { canRenew: !isOfEnvironment, ...(Number.isNaN(meant) ? {} : { expiresAt: meant }) };
}

function withoutQuotes(text: string): string {
  return text.trim().replace(/^"(.*)"$/, '$1');
}
