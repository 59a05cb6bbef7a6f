import type { WireRequest } from '../../src/sandbox/wire.ts';

export function signedFor(service: string, region = 'us-east-1'): string {
  return `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260115/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}

export function jsonRequest(target: string, body: string, signingName = 'ecs'): WireRequest {
  return {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {
      'x-amz-target': target,
      'content-type': 'application/x-amz-json-1.1',
      authorization: signedFor(signingName),
    },
    body,
  };
}

export function queryRequest(body: string, signingName = 'elasticloadbalancing'): WireRequest {
  return {
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: signedFor(signingName),
    },
    body,
  };
}
