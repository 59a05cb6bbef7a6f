import type { RegistryResponse } from './registry-request.ts';

/** Codes of the OCI distribution specification ("Error codes") and of Docker's before it, with the status that ECR answers. */
const statuses = {
  BLOB_UNKNOWN: 404,
  BLOB_UPLOAD_INVALID: 400,
  BLOB_UPLOAD_UNKNOWN: 404,
  DENIED: 403,
  DIGEST_INVALID: 400,
  MANIFEST_BLOB_UNKNOWN: 400,
  MANIFEST_INVALID: 400,
  MANIFEST_UNKNOWN: 404,
  NAME_UNKNOWN: 404,
  NOT_FOUND: 404,
  PAGINATION_NUMBER_INVALID: 400,
  RANGE_INVALID: 416,
  SIZE_INVALID: 400,
  TAG_INVALID: 400,
  UNSUPPORTED: 405,
} as const;

/** What the registry refuses: clients show `<code in words>: <message>`. */
export class RegistryError extends Error {
  readonly code: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: keyof typeof statuses,
    message: string,
    { headers = {} }: { readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.name = 'RegistryError';
    this.code = code;
    this.status = statuses[code];
    this.headers = headers;
  }
}

/** An error in the form of the registry, which is not that of AWS's services. */
export function errorResponse(
  { code, status, message }: { readonly code: string; readonly status: number; readonly message: string },
  headers: Readonly<Record<string, string>> = {},
): RegistryResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify({ errors: [{ code, message }] }),
  };
}
