import { afterEach, describe, expect, it } from '@jest/globals';
import { createClients } from '../../../src/aws/clients.ts';
import { CredentialWatch } from '../../../src/aws/credential-watch.ts';
import type { CredentialLife } from '../../../src/aws/credential-life.ts';
import { minutes, seconds } from '../../../src/model/duration.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

describe('credentials from environment variables', () => {
  const at = '2030-01-15T12:00:00.000Z';

  it.each([
    ['as a date', at, { expiresAt: Date.parse(at), canRenew: false }],
    // As `aws-expiration` of aws-actions/configure-aws-credentials has it.
    ['as a date in JSON', JSON.stringify(at), { expiresAt: Date.parse(at), canRenew: false }],
    ['as something else', 'in an hour', { canRenew: false }],
    ['not at all', undefined, { canRenew: false }],
  ])('tell their end %s, and never change', async (_, told, life) => {
    process.env['AWS_ACCESS_KEY_ID'] = 'AKIDEXAMPLE';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'secret';
    delete process.env['AWS_PROFILE'];
    delete process.env['AWS_CREDENTIAL_EXPIRATION'];
    if (told !== undefined) process.env['AWS_CREDENTIAL_EXPIRATION'] = told;

    await expect(createClients({ region: 'us-east-1' }).credentialLife()).resolves.toEqual(life);
  });
});

describe('credentials of a provider', () => {
  const options = { region: 'us-east-1' };
  const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

  it('may be renewed, whether they tell their end or not', async () => {
    const expiration = new Date('2030-01-15T12:00:00Z');
    const ending = createClients({ ...options, credentials: () => Promise.resolve({ ...keys, expiration }) });
    const endless = createClients({ ...options, credentials: keys });

    expect(await ending.credentialLife()).toEqual({ expiresAt: expiration.getTime(), canRenew: true });
    expect(await endless.credentialLife()).toEqual({ canRenew: true });
  });
});

describe('the watch over credentials', () => {
  function watched(answer: (asked: number, now: number) => Promise<CredentialLife>) {
    const { clock } = new Sandbox();
    let asked = 0;
    const watch = new CredentialWatch(clock, () => answer(++asked, clock.now()));
    return { clock, watch, asked: () => asked };
  }

  it('asks once for those that do not end, and again only when an end is near', async () => {
    const endless = watched(() => Promise.resolve({ canRenew: true }));
    const ending = watched((_, now) => Promise.resolve({ expiresAt: now + minutes(30), canRenew: true }));
    for (const { clock, watch } of [endless, ending]) {
      for (let look = 0; look < 24; look++) {
        await watch.life();
        await clock.sleep(minutes(1));
      }
    }

    expect(endless.asked()).toBe(1);
    expect(ending.asked()).toBe(1);
    await ending.clock.sleep(minutes(2));
    expect((await ending.watch.life()).expiresAt).toBe(ending.clock.now() + minutes(30));
    expect(ending.asked()).toBe(2);
  });

  it('asks one question for all who want to know, and not at every look', async () => {
    const { clock, watch, asked } = watched((_, now) =>
      Promise.resolve({ expiresAt: now + minutes(1), canRenew: true }),
    );

    await Promise.all([watch.life(), watch.life(), watch.life()]);
    expect(asked()).toBe(1);
    for (let look = 0; look < 10; look++) {
      await clock.sleep(seconds(2.9));
      await watch.life();
    }
    expect(asked()).toBe(3);
  });

  it.each([
    ['fails', () => Promise.reject<CredentialLife>(new Error('signed out'))],
    ['never answers', () => new Promise<CredentialLife>(() => undefined)],
  ])('stays with what it knew where the provider %s, and holds nobody up for long', async (_, silence) => {
    const end = minutes(4);
    const { clock, watch } = watched((asked, now) =>
      asked === 1 ? Promise.resolve({ expiresAt: now + end, canRenew: true }) : silence(),
    );
    const first = await watch.life();
    await clock.sleep(minutes(1));
    const began = clock.now();

    await expect(watch.life()).resolves.toEqual(first);
    expect(clock.now() - began).toBeLessThanOrEqual(seconds(5));
  });

  it('leaves at once when somebody interrupts', async () => {
    const { clock, watch } = watched(() => new Promise<CredentialLife>(() => undefined));
    const began = clock.now();

    await expect(watch.life(AbortSignal.abort(new Error('interrupted')))).resolves.toEqual({
      canRenew: true,
    });
    expect(clock.now()).toBe(began);
  });
});
