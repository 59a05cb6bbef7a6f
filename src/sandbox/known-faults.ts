interface KnownFault {
  readonly message: string;
  readonly status: number;
}

// Texts and statuses: "Common error types" of the ECS API reference; ThrottlingException and the server's faults as ECS words them.
const byCode: Readonly<Record<string, KnownFault>> = {
  ThrottlingException: { message: 'Rate exceeded', status: 400 },
  Throttling: { message: 'Rate exceeded', status: 400 },
  TooManyRequestsException: { message: 'Too Many Requests', status: 429 },
  RequestLimitExceeded: { message: 'Request limit exceeded.', status: 503 },
  ServerException: { message: 'Service Unavailable. Please try again later.', status: 500 },
  InternalFailure: {
    message: 'The request processing has failed because of an unknown error, exception or failure.',
    status: 500,
  },
  InternalServerError: { message: 'We encountered an internal error. Please try again.', status: 500 },
  ServiceUnavailable: {
    message: 'The request has failed due to a temporary failure of the server.',
    status: 503,
  },
  ServiceUnavailableException: {
    message: 'The request has failed due to a temporary failure of the server.',
    status: 503,
  },
  ExpiredTokenException: {
    message: 'The security token included in the request is expired',
    status: 400,
  },
  ExpiredToken: { message: 'The security token included in the request is expired', status: 403 },
  UnrecognizedClientException: {
    message: 'The security token included in the request is invalid.',
    status: 400,
  },
  // Of the container registry, whose errors are not AWS's.
  DENIED: {
    message: 'Your authorization token has expired. Reauthenticate and try again.',
    status: 403,
  },
  TOOMANYREQUESTS: { message: 'Rate exceeded', status: 429 },
  UNAUTHORIZED: { message: 'Not Authorized', status: 401 },
  InvalidClientTokenId: { message: 'The security token included in the request is invalid.', status: 403 },
};

/** Whose text names what was called. */
const aboutTheCall = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'TAG_INVALID',
  'UnauthorizedOperation',
]);

/** What AWS says with this code; for a code that is not known here a text that owns to being injected. */
export function knownFault(code: string, describeCall: () => string): KnownFault {
  const known = byCode[code];
  if (known !== undefined) return known;
  if (aboutTheCall.has(code)) return { message: describeCall(), status: code === 'AccessDenied' ? 403 : 400 };
  return { message: `${code} (a fault that was asked for in the sandbox)`, status: 400 };
}
