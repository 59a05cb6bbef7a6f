import type { WireRequest } from './wire.ts';

/** What a signature (version 4) says in clear: who calls, for which region and service. It is not verified. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly signingName: string;
}

const inHeader = /Credential=([^/,\s]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/;
const inAddress = /^([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request$/;

/** From the `Authorization` header, or from a presigned address. */
export function readCredentialScope(request: WireRequest): CredentialScope | undefined {
  const { authorization } = request.headers;
  const match =
    authorization === undefined
      ? inAddress.exec(request.query.get('X-Amz-Credential') ?? '')
      : inHeader.exec(authorization);
  const [, accessKeyId, region, signingName] = match ?? [];
  if (accessKeyId === undefined || region === undefined || signingName === undefined) return undefined;
  return { accessKeyId, region, signingName };
}
