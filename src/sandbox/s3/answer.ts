import { element, escapeXml } from '../protocol/xml-output.ts';
import { isServiceError, ServiceError } from '../service-error.ts';
import type { WireRequest, WireResponse } from '../wire.ts';
import { createBucket } from './create-bucket.ts';
import { describeObject, findObject } from './find-object.ts';
import { s3AddressOf, s3OperationOf, type S3Address, type S3Operation } from './operation-of.ts';
import { putObject } from './put-object.ts';
import type { S3Place } from './place.ts';

/** An answer of S3, and what the call log wants to know of it. */
export interface S3Answer {
  readonly operation: string;
  readonly input: object;
  readonly response: WireResponse;
  readonly error?: string;
}

/** Answers a request to S3. What `refuse` gives for the operation is answered instead of an effect. */
export function answerS3(
  place: S3Place,
  request: WireRequest,
  refuse: (operation: S3Operation, address: S3Address) => ServiceError | undefined,
): S3Answer {
  let operation = 'UnknownOperation';
  let input = {};
  try {
    const address = s3AddressOf(request.path);
    input = { Bucket: address.bucket, ...(address.key !== '' && { Key: address.key }) };
    const known = s3OperationOf(request, address);
    if (known === undefined) throw unsupported(request);
    operation = known;
    const refusal = refuse(known, address);
    if (refusal !== undefined) throw refusal;
    return { operation, input, response: perform(known, place, request, address) };
  } catch (error) {
    if (!isServiceError(error)) throw error;
    return { operation, input, response: errorReply(place, request, error), error: error.code };
  }
}

function perform(
  operation: S3Operation,
  place: S3Place,
  request: WireRequest,
  address: S3Address,
): WireResponse {
  switch (operation) {
    case 'CreateBucket':
      return createBucket(place, address.bucket);
    case 'PutObject':
      return putObject(place, request, address);
    // The server sends no body in answer to HEAD, but its length.
    case 'GetObject':
    case 'HeadObject':
      return describeObject(findObject(place.state, address));
    default:
      return operation satisfies never;
  }
}

function unsupported({ method, path }: WireRequest): ServiceError {
  return new ServiceError(
    'NotImplemented',
    `The ecsdeploy sandbox does not support ${method} ${path} of S3. docs/sandbox.md lists what it supports.`,
    501,
  );
}

function errorReply(
  { requestId }: S3Place,
  { method, path }: WireRequest,
  { code, message, status }: ServiceError,
): WireResponse {
  const content =
    element('Code', escapeXml(code)) +
    element('Message', escapeXml(message)) +
    element('Resource', escapeXml(path)) +
    element('RequestId', requestId);
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: method === 'HEAD' ? '' : `<?xml version="1.0" encoding="UTF-8"?>\n${element('Error', content)}`,
  };
}
