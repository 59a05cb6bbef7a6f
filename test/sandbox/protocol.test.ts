import {
  CreateServiceRequest$,
  DescribeServicesResponse$,
  RegisterTaskDefinitionRequest$,
} from '@aws-sdk/client-ecs';
import { CreateTargetGroupInput$, ModifyListenerInput$ } from '@aws-sdk/client-elastic-load-balancing-v2';
import { PutMetricAlarmInput$ } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from '@jest/globals';
import { readJsonInput } from '../../src/sandbox/protocol/json-input.ts';
import { writeJsonOutput } from '../../src/sandbox/protocol/json-output.ts';
import { readQueryInput } from '../../src/sandbox/protocol/query-input.ts';
import { missingMember } from '../../src/sandbox/protocol/required-members.ts';
import { shapeOf } from '../../src/sandbox/protocol/shape.ts';

describe('JSON on the way in', () => {
  it('takes absent for null', () => {
    const input = readJsonInput(shapeOf(CreateServiceRequest$), '{"serviceName":"web","cluster":null}');
    expect(input).toEqual({ serviceName: 'web' });
  });

  it('keeps members that a newer AWS would know, at any depth', () => {
    const newer = {
      family: 'web',
      newMember: { a: 1 },
      containerDefinitions: [{ name: 'web', newer: ['x'] }],
    };
    expect(readJsonInput(shapeOf(RegisterTaskDefinitionRequest$), JSON.stringify(newer))).toEqual(newer);
  });

  it.each([
    ['{"serviceName":7}', 'NUMBER_VALUE can not be converted to a String'],
    ['{"serviceName":true}', 'TRUE_VALUE can not be converted to a String'],
    ['{"desiredCount":"2"}', 'STRING_VALUE can not be converted to an Integer'],
    ['{"serviceName":{}}', 'Start of structure or map found where not expected.'],
    ['{"serviceName":[]}', 'Start of list found where not expected'],
    ['{"loadBalancers":"x"}', 'Expected list or null'],
  ])('refuses %s as AWS does', (body, message) => {
    expect(() => readJsonInput(shapeOf(CreateServiceRequest$), body)).toThrow(
      expect.objectContaining({ code: 'SerializationException', message }),
    );
  });

  it.each(['{', '[]', '"text"'])('refuses %s, which is no JSON object', (body) => {
    expect(() => readJsonInput(shapeOf(CreateServiceRequest$), body)).toThrow(
      expect.objectContaining({ code: 'SerializationException' }),
    );
  });
});

describe('JSON on the way out', () => {
  it('writes times as seconds with milliseconds, and leaves out what is undefined', () => {
    const services = [
      { serviceName: 'web', createdAt: new Date(1784638210917), roleArn: undefined, newer: { x: 1 } },
    ];
    expect(JSON.parse(writeJsonOutput(shapeOf(DescribeServicesResponse$), { services }))).toEqual({
      services: [{ serviceName: 'web', createdAt: 1784638210.917, newer: { x: 1 } }],
    });
  });
});

describe('Query on the way in', () => {
  it('reads lists within structures within lists', () => {
    const form = new URLSearchParams({
      Action: 'ModifyListener',
      ListenerArn: 'arn',
      'DefaultActions.member.1.Type': 'forward',
      'DefaultActions.member.1.ForwardConfig.TargetGroups.member.2.TargetGroupArn': 'green',
      'DefaultActions.member.1.ForwardConfig.TargetGroups.member.2.Weight': '0',
      'DefaultActions.member.1.ForwardConfig.TargetGroups.member.1.TargetGroupArn': 'blue',
      'DefaultActions.member.1.ForwardConfig.TargetGroupStickinessConfig.Enabled': 'false',
    });
    expect(readQueryInput(shapeOf(ModifyListenerInput$), form)).toEqual({
      ListenerArn: 'arn',
      DefaultActions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: 'blue' }, { TargetGroupArn: 'green', Weight: 0 }],
            TargetGroupStickinessConfig: { Enabled: false },
          },
        },
      ],
    });
  });

  it('puts the tenth item of a list after the ninth', () => {
    const form = new URLSearchParams();
    for (let index = 11; index >= 1; index--) form.set(`AlarmActions.member.${index}`, String(index));
    const input = readQueryInput(shapeOf(PutMetricAlarmInput$), form);
    expect(input['AlarmActions']).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
  });

  it('reads an empty list', () => {
    const input = readQueryInput(shapeOf(CreateTargetGroupInput$), new URLSearchParams('Name=a&Tags='));
    expect(input).toEqual({ Name: 'a', Tags: [] });
  });

  it('refuses a number that is none', () => {
    const form = new URLSearchParams('Name=a&Port=eighty');
    expect(() => readQueryInput(shapeOf(CreateTargetGroupInput$), form)).toThrow(
      'STRING_VALUE can not be converted to an Integer',
    );
  });
});

describe('required members', () => {
  it('names the first that is missing, also within lists', () => {
    const shape = shapeOf(CreateTargetGroupInput$);
    expect(missingMember(shape, {})).toBe('name');
    expect(missingMember(shape, { Name: 'a' })).toBeUndefined();
    expect(missingMember(shape, { Name: 'a', Tags: [{ Key: 'k' }, { Value: 'v' }] })).toBe(
      'tags.2.member.key',
    );
  });
});
