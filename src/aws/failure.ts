/** What went wrong with one call, as far as the next step depends on it. */
export type Failure =
  | { readonly kind: 'throttled'; readonly code: string; readonly message: string }
  | { readonly kind: 'server-fault'; readonly code: string; readonly message: string }
  /** No answer: the call may or may not have had its effect. */
  | { readonly kind: 'no-answer'; readonly code: string; readonly message: string }
  | { readonly kind: 'unreachable'; readonly code: string; readonly message: string }
  | { readonly kind: 'credentials-expired'; readonly code: string; readonly message: string }
  | { readonly kind: 'credentials-missing'; readonly code: string; readonly message: string }
  | { readonly kind: 'denied'; readonly code: string; readonly message: string }
  | { readonly kind: 'rejected'; readonly code: string; readonly message: string };

// The lists are those of botocore's standard retry mode, without `LimitExceededException`: for ECS that is a real limit.
const throttles = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'BandwidthLimitExceeded',
  'PriorRequestNotComplete',
  'SlowDown',
]);
const expired = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired']);
const badCredentials = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'AuthFailure',
  'OptInRequired',
]);
const denials = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized']);
// The request certainly never arrived.
const neverArrived = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const mayHaveArrived = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
  'TimeoutError',
  'AbortError',
  'RequestTimeout',
  'RequestTimeoutException',
  'NetworkingError',
]);

interface ThrownBySdk {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly $fault?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly cause?: unknown;
}

/** Sorts an error that an SDK client threw; undefined when it is none of an AWS call (then it is a bug). */
export function failureOf(error: unknown): Failure | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const thrown = error as ThrownBySdk;
  const name = typeof thrown.name === 'string' ? thrown.name : '';
  const systemCode = typeof thrown.code === 'string' ? thrown.code : '';
  const message = typeof thrown.message === 'string' && thrown.message !== '' ? thrown.message : name;
  const status = thrown.$metadata?.httpStatusCode;
  const code = name !== '' && name !== 'Error' ? name : systemCode;
  const as = <Kind extends Failure['kind']>(kind: Kind) => ({ kind, code, message });

  if (neverArrived.has(systemCode)) return { ...as('unreachable'), code: systemCode };
  if (mayHaveArrived.has(systemCode) || mayHaveArrived.has(name)) return as('no-answer');
  if (throttles.has(name) || status === 429) return as('throttled');
  if (expired.has(name)) return as('credentials-expired');
  if (badCredentials.has(name)) {
    // ECS says `UnrecognizedClientException` for a token that is no longer valid, too; a refresh cannot hurt.
    return /expired/i.test(message) ? as('credentials-expired') : as('credentials-missing');
  }
  if (/region is missing/i.test(message)) return as('credentials-missing');
  if (denials.has(name) || message.includes('is not authorized to perform')) return as('denied');
  if (thrown.$fault === 'server' || (status !== undefined && status >= 500)) return as('server-fault');
  if (thrown.$fault === 'client' || (status !== undefined && status >= 400)) return as('rejected');
  return thrown.cause === undefined ? undefined : failureOf(thrown.cause);
}
