import { describe, expect, it } from '@jest/globals';
import { trusts } from '../../src/sandbox/iam/policy-document.ts';

const tasks = 'ecs-tasks.amazonaws.com';
const allow = { Effect: 'Allow', Principal: { Service: tasks }, Action: 'sts:AssumeRole' };

function trusted(...statements: readonly object[]): boolean {
  return trusts(JSON.stringify({ Version: '2012-10-17', Statement: statements }), tasks);
}

describe('a trust policy lets tasks assume a role', () => {
  it.each([
    ['by name', allow],
    ['beside others', { ...allow, Principal: { Service: ['ec2.amazonaws.com', tasks] } }],
    ['with a wildcard', { ...allow, Action: 'sts:Assume*' }],
    ['with another', { ...allow, Action: ['sts:AssumeRol?'] }],
    ['in other letters', { ...allow, Action: 'STS:assumerole' }],
    ['as it lets everybody', { ...allow, Principal: '*' }],
    ['as it lets everybody, in the long form', { ...allow, Principal: { AWS: '*' } }],
    ['as it leaves out something else', { ...allow, Action: undefined, NotAction: 'sts:TagSession' }],
    ['under a condition', { ...allow, Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }],
  ])('%s', (_, statement) => {
    expect(trusted(statement)).toBe(true);
  });

  it.each([
    ['another service', [{ ...allow, Principal: { Service: 'ec2.amazonaws.com' } }]],
    ['another action', [{ ...allow, Action: 'sts:AssumeRoleWithWebIdentity' }]],
    ['everything but this', [{ ...allow, Action: undefined, NotAction: 'sts:Assume*' }]],
    ['it, and another statement denies it', [allow, { ...allow, Effect: 'Deny' }]],
    ['it, and everybody is denied', [allow, { ...allow, Effect: 'Deny', Principal: '*' }]],
    [
      'it, and everybody but another is denied',
      [allow, { Effect: 'Deny', NotPrincipal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    ],
  ])('not, where it allows %s', (_, statements) => {
    expect(trusted(...statements)).toBe(false);
  });

  it('though something else is denied, or only under a condition', () => {
    const deny = { ...allow, Effect: 'Deny' };
    expect(trusted(allow, { ...deny, Action: 'sts:TagSession' })).toBe(true);
    expect(trusted(allow, { ...deny, Principal: { Service: 'ec2.amazonaws.com' } })).toBe(true);
    const condition = { StringNotEquals: { 'aws:SourceAccount': '123456789012' } };
    expect(trusted(allow, { ...deny, Condition: condition })).toBe(true);
  });
});
