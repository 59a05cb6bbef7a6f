import { cbor } from '@smithy/core/cbor';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { textOf, type WireResponse } from '../../src/sandbox/wire.ts';
import { jsonRequest, queryRequest, signedFor } from './wire-requests.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox({ startAt: Date.UTC(2026, 0, 15, 9, 30) });
});

function bodyOf(response: WireResponse): unknown {
  return JSON.parse(textOf(response.body));
}

const ecs = 'AmazonEC2ContainerServiceV20141113';

describe('every reply', () => {
  it('carries the date of sandbox time and a request id', async () => {
    const { headers, status } = await sandbox.handle(jsonRequest(`${ecs}.ListClusters`, '{}'));
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      date: 'Thu, 15 Jan 2026 09:30:00 GMT',
      'content-type': 'application/x-amz-json-1.1',
    });
    expect(headers['x-amzn-requestid']).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

describe('a request', () => {
  it('without a signature is refused, by JSON services', async () => {
    const request = jsonRequest(`${ecs}.ListClusters`, '{}');
    const response = await sandbox.handle({
      ...request,
      headers: { ...request.headers, authorization: undefined },
    });
    expect(response.status).toBe(400);
    expect(bodyOf(response)).toEqual({
      __type: 'MissingAuthenticationTokenException',
      message: 'Request is missing Authentication Token',
    });
  });

  it('without a signature is refused, by Query services', async () => {
    const request = queryRequest('Action=GetCallerIdentity&Version=2011-06-15', 'sts');
    const response = await sandbox.handle({ ...request, headers: {} });
    expect(response.status).toBe(403);
    expect(response.body).toContain('<Code>MissingAuthenticationToken</Code>');
  });

  it('for an operation that the sandbox lacks is told so, by name', async () => {
    const response = await sandbox.handle(jsonRequest(`${ecs}.CreateCapacityProvider`, '{}'));
    expect(response.status).toBe(400);
    expect(bodyOf(response)).toEqual({
      __type: 'UnknownOperationException',
      message:
        'The ecsdeploy sandbox does not support ecs CreateCapacityProvider. docs/sandbox.md lists what it supports.',
    });
  });

  it('for an operation that does not exist is told so', async () => {
    const response = await sandbox.handle(queryRequest('Action=MakeCoffee&Version=2015-12-01'));
    expect(response.status).toBe(400);
    expect(response.body).toContain('<Code>InvalidAction</Code>');
    expect(response.body).toContain('There is no operation elbv2 MakeCoffee.');
  });

  it('for a service that the sandbox lacks is told so', async () => {
    const response = await sandbox.handle(jsonRequest('DynamoDB_20120810.ListTables', '{}', 'dynamodb'));
    expect(response.status).toBe(400);
    expect(bodyOf(response)).toMatchObject({
      message: expect.stringContaining('does not support X-Amz-Target DynamoDB_20120810.ListTables'),
    });
  });

  it('for the container registry is answered by it, not by a service of AWS', async () => {
    const request = { ...jsonRequest('', ''), headers: {}, method: 'GET', path: '/v2/' };
    const response = await sandbox.handle(request);
    expect(response.status).toBe(401);
    expect(response.headers['docker-distribution-api-version']).toBe('registry/2.0');
  });

  it('belongs to the region of its signature', async () => {
    const body = 'Action=CreateTargetGroup&Version=2015-12-01&Name=a&Protocol=HTTP&Port=80&VpcId=vpc-1';
    const request = queryRequest(body);
    const headers = { ...request.headers, authorization: signedFor('elasticloadbalancing', 'eu-west-1') };
    const response = await sandbox.handle({ ...request, headers });
    expect(response.body).toContain('arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/');
    expect(sandbox.world.elbv2.targetGroups.size).toBe(0);
  });

  it('with a broken body answers SerializationException', async () => {
    const response = await sandbox.handle(jsonRequest(`${ecs}.ListClusters`, '{"maxResults":"many"}'));
    expect(response.status).toBe(400);
    expect(bodyOf(response)).toEqual({
      __type: 'SerializationException',
      message: 'STRING_VALUE can not be converted to an Integer',
    });
  });

  it('that lacks a required member is refused in the words of its service', async () => {
    const elbv2 = await sandbox.handle(queryRequest('Action=DescribeTargetHealth&Version=2015-12-01'));
    expect(elbv2.body).toContain(
      "<Code>ValidationError</Code><Message>1 validation error detected: Value null at 'targetGroupArn' failed to satisfy constraint: Member must not be null</Message>",
    );
    const ecr = await sandbox.handle(
      jsonRequest('AmazonEC2ContainerRegistry_V20150921.DescribeImages', '{}', 'ecr'),
    );
    expect(bodyOf(ecr)).toEqual({
      __type: 'InvalidParameterException',
      message: "Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must not be null'",
    });
  });
});

describe('CloudWatch', () => {
  const version = 'Version=2010-08-01';
  const alarm =
    'AlarmName=a&EvaluationPeriods=1&ComparisonOperator=GreaterThanThreshold&Threshold=1.5&MetricName=m';

  it('is spoken to in JSON, in Query and in CBOR, with one and the same alarm', async () => {
    const put = await sandbox.handle(queryRequest(`Action=PutMetricAlarm&${version}&${alarm}`, 'monitoring'));
    expect(put.body).toMatch(
      /^<PutMetricAlarmResponse xmlns="http:\/\/monitoring.amazonaws.com\/doc\/2010-08-01\/"><ResponseMetadata>/,
    );

    const inJson = await sandbox.handle(
      jsonRequest('GraniteServiceVersion20100801.DescribeAlarms', '{}', 'monitoring'),
    );
    expect(inJson.headers['content-type']).toBe('application/x-amz-json-1.0');
    expect(bodyOf(inJson)).toMatchObject({
      MetricAlarms: [
        {
          AlarmName: 'a',
          Threshold: 1.5,
          StateValue: 'INSUFFICIENT_DATA',
          StateUpdatedTimestamp: 1768469400,
        },
      ],
    });

    const inQuery = await sandbox.handle(queryRequest(`Action=DescribeAlarms&${version}`, 'monitoring'));
    expect(inQuery.body).toContain('<MetricAlarms><member><AlarmName>a</AlarmName>');
    expect(inQuery.body).toContain('<StateUpdatedTimestamp>2026-01-15T09:30:00.000Z</StateUpdatedTimestamp>');

    const inCbor = await sandbox.handle({
      ...jsonRequest('', '', 'monitoring'),
      path: '/service/GraniteServiceVersion20100801/operation/DescribeAlarms',
      headers: { authorization: signedFor('monitoring'), 'smithy-protocol': 'rpc-v2-cbor' },
      body: cbor.serialize({ AlarmNames: ['a'] }),
    });
    expect(inCbor.headers).toMatchObject({
      'smithy-protocol': 'rpc-v2-cbor',
      'content-type': 'application/cbor',
    });
    expect(cbor.deserialize(inCbor.body as Uint8Array)).toMatchObject({ MetricAlarms: [{ AlarmName: 'a' }] });
  });

  it('tells the code of the Query days in a header, where the client asks for it', async () => {
    const body = JSON.stringify({ AlarmName: 'none', StateValue: 'OK', StateReason: 'test' });
    const request = jsonRequest('GraniteServiceVersion20100801.SetAlarmState', body, 'monitoring');
    const response = await sandbox.handle({
      ...request,
      headers: { ...request.headers, 'x-amzn-query-mode': 'true' },
    });
    expect(response.status).toBe(404);
    expect(response.headers['x-amzn-query-error']).toBe('ResourceNotFound;Sender');
  });
});
