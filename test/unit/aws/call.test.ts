import { describe, expect, it } from '@jest/globals';
import { createClients, type Clients } from '../../../src/aws/clients.ts';
import { openAws } from '../../../src/aws/open-aws.ts';
import { describeService } from '../../../src/aws/services.ts';
import { findTaskDefinition, registerTaskDefinition } from '../../../src/aws/task-definitions.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';

/** An AWS that accepts the credentials of the clients only once they were read anew. */
function expiredAt(sandbox: Sandbox): { clients: Clients; refreshed: () => number } {
  const options = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  };
  const expired = Object.assign(new Error('The security token included in the request is expired'), {
    name: 'ExpiredTokenException',
    $fault: 'client',
  });
  const old = createClients({ ...options, requestHandler: { handle: () => Promise.reject(expired) } });
  const fresh = createClients({ ...options, requestHandler: sandbox.requestHandler() });
  let times = 0;
  const current = (): Clients => (times === 0 ? old : fresh);
  const clients: Clients = {
    ...old,
    ecs: () => current().ecs(),
    refreshCredentials: () => {
      times += 1;
    },
  };
  return { clients, refreshed: () => times };
}

describe('credentials that have expired', () => {
  const definition = { family: 'web', containerDefinitions: [{ name: 'app', image: 'web:1', memory: 128 }] };

  it('are read anew by the call that noticed, which then goes on', async () => {
    const sandbox = new Sandbox();
    const { clients, refreshed } = expiredAt(sandbox);
    const aws = openAws({ clients, clock: sandbox.clock, random: () => 0.5 });

    const registered = await registerTaskDefinition(aws, definition, []);

    expect(registered).toMatchObject({ family: 'web', revision: 1 });
    expect(refreshed()).toBe(1);
    expect(await findTaskDefinition(aws, 'web:1')).toMatchObject({ status: 'ACTIVE' });
  });

  it('are read anew by a call that several share', async () => {
    const sandbox = new Sandbox();
    const { clients } = expiredAt(sandbox);
    const aws = openAws({ clients, clock: sandbox.clock, random: () => 0.5 });
    aws.company.join();
    aws.company.join();

    const services = ['web', 'api'].map((service) => describeService(aws, { cluster: 'default', service }));

    await expect(Promise.allSettled(services)).resolves.toMatchObject(
      services.map(() => ({ reason: { awsCode: 'ClusterNotFoundException' } })),
    );
  });
});
