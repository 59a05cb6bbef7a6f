import { describe, expect, it } from '@jest/globals';
import { expectFlag, isNamed, parsePauseName, pauseName } from '../../../src/model/pause-name.ts';

const arn = 'arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/web/8aCmYqqnBDq7';
const deployment = { serviceDeploymentArn: arn, deploymentId: 'ecs-svc/1122334455667788990' };

describe('the name of a pause', () => {
  it('is short, and read back as it was written', () => {
    const name = pauseName({ deployment: arn, hookId: 'ecs-pause-x1', stage: 'POST_SCALE_UP' });

    expect(name).toBe('8aCmYqqnBDq7/ecs-pause-x1');
    expect(parsePauseName(name)).toEqual({ deployment: '8aCmYqqnBDq7', hookId: 'ecs-pause-x1' });
  });

  it.each([
    ['8aCmYqqnBDq7', '--expect 8aCmYqqnBDq7/ecs-pause-x1'],
    ['-yCmYqqnBDq7', '--expect=-yCmYqqnBDq7/ecs-pause-x1'],
  ])('is given with its flag so that %s is no flag itself', (id, expected) => {
    const of = `arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/web/${id}`;

    expect(expectFlag({ deployment: of, hookId: 'ecs-pause-x1', stage: 'POST_SCALE_UP' })).toBe(expected);
  });

  it.each([
    [`${arn}/ecs-pause-x1`, arn],
    ['ecs-svc/1122334455667788990/ecs-pause-x1', 'ecs-svc/1122334455667788990'],
    [' 8aCmYqqnBDq7/ecs-pause-x1\n', '8aCmYqqnBDq7'],
  ])('%j is of the deployment', (text, expected) => {
    const named = parsePauseName(text);

    expect(named).toEqual({ deployment: expected, hookId: 'ecs-pause-x1' });
    expect(isNamed(named.deployment, deployment)).toBe(true);
  });

  it.each([
    '',
    'ecs-pause-x1',
    '/ecs-pause-x1',
    '8aCmYqqnBDq7/',
    '8aCmYqqnBDq7',
    arn,
    'a b/ecs-pause-x1',
    'a/pause',
  ])('%j names no pause', (text) => {
    expect(() => parsePauseName(text)).toThrow(/does not name a pause/);
  });

  it.each(['Yqqn', 'BDq7', 'web', '', arn.replace('web', 'api'), 'ecs-svc/1'])(
    '%j is not the deployment',
    (name) => {
      expect(isNamed(name, deployment)).toBe(false);
    },
  );
});
