import { describe, expect, it } from '@jest/globals';
import { openAws } from '../../../src/aws/open-aws.ts';
import { createClients } from '../../../src/aws/clients.ts';
import { chooseService, type Choose, type Look } from '../../../src/cli/choose-service.ts';
import { seedDemoWorld } from '../../../src/sandbox/demo.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';

function worldOf(isDemo: boolean): { look: Look; looking: () => number } {
  const sandbox = new Sandbox({ seed: 3 });
  if (isDemo) seedDemoWorld(sandbox);
  const clients = createClients({
    region: sandbox.region,
    requestHandler: sandbox.requestHandler(),
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
  let looking = 0;
  const look: Look = async (see) => {
    looking += 1;
    try {
      return await see(openAws({ clients, clock: sandbox.clock, random: () => 0.5 }));
    } finally {
      looking -= 1;
    }
  };
  return { look, looking: () => looking };
}

describe('choosing a service', () => {
  // Whoever looks at AWS takes Ctrl-C in hand, and nobody would hear it at a question.
  it('asks only when no look is under way', async () => {
    const { look, looking } = worldOf(true);
    const asked: unknown[] = [];
    const ask: Choose = (question, names) => {
      asked.push([question, names, looking()]);
      return Promise.resolve('web');
    };

    expect(await chooseService(look, {}, ask)).toEqual({ cluster: 'demo', service: 'web' });
    // The one cluster is meant.
    expect(asked).toEqual([['Service?', ['checkout', 'shop', 'web'], 0]]);
  });

  it('looks at nothing where both are named', async () => {
    const look: Look = () => Promise.reject(new Error('it looked'));
    const named = { cluster: 'arn:aws:ecs:us-east-1:123456789012:cluster/demo', service: 'web' };

    expect(await chooseService(look, named, () => Promise.resolve(undefined))).toEqual({
      cluster: 'demo',
      service: 'web',
    });
  });

  it.each([
    [true, 'declined.init', 'No service was chosen, and nothing was written'],
    [false, 'service.not_found', 'There is no cluster in us-east-1'],
  ])('with services to choose from: %j, nothing chosen: %s', async (isDemo, code, message) => {
    const { look } = worldOf(isDemo);

    await expect(chooseService(look, {}, () => Promise.resolve(undefined))).rejects.toMatchObject({
      code,
      message,
    });
  });
});
