import { describe, expect, it } from '@jest/globals';
import { logLocation } from '../../../src/model/log-location.ts';

describe('logLocation', () => {
  const definition = (options: Record<string, string>) => ({
    family: 'web',
    containerDefinitions: [{ name: 'app', logConfiguration: { logDriver: 'awslogs', options } }],
  });

  it('names the region that the container logs into', () => {
    const options = {
      'awslogs-group': '/web',
      'awslogs-stream-prefix': 'web',
      'awslogs-region': 'eu-central-1',
    };

    expect(logLocation(definition(options), 'app', 'abc')?.region).toBe('eu-central-1');
  });

  it('names group and stream as awslogs does', () => {
    const options = { 'awslogs-group': '/web', 'awslogs-stream-prefix': 'web' };

    expect(logLocation(definition(options), 'app', 'abc')).toEqual({ group: '/web', stream: 'web/app/abc' });
  });

  it('knows none without a prefix, another driver or another container', () => {
    expect(logLocation(definition({ 'awslogs-group': '/web' }), 'app', 'abc')).toBeUndefined();
    expect(logLocation(definition({}), 'other', 'abc')).toBeUndefined();
    expect(
      logLocation({ family: 'web', containerDefinitions: [{ name: 'app' }] }, 'app', 'abc'),
    ).toBeUndefined();
  });
});
