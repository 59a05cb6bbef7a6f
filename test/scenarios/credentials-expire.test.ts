import { describe, expect, it } from '@jest/globals';
import type { AwsCredentialIdentity } from '@smithy/types';
import { openAws } from '../../src/aws/open-aws.ts';
import { exitCodeOf } from '../../src/cli/exit-codes.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import { beginWithCodeDeploy } from './codedeploy-stage.ts';
import { imageOf, Rehearsal } from './rehearsal.ts';
import { RehearsedRun, imageOf as imageOfRun } from './rehearsed-run.ts';
import { commandGate, measuring, scripted } from './scripted-gates.ts';
import { beginWith } from './strategy-stage.ts';

const slow = { startDelay: minutes(40) };

/** As the SDK reads them from environment variables: the same ones for ever. */
function fixed(rehearsal: Rehearsal, lasting: number): number {
  const expiration = new Date(rehearsal.sandbox.clock.now() + lasting);
  rehearsal.credentials = () => Promise.resolve(identity(expiration, { CREDENTIALS_ENV_VARS: 'g' }));
  return expiration.getTime();
}

function identity(
  expiration: Date | undefined,
  $source: Readonly<Record<string, string>> = { CREDENTIALS_STS_ASSUME_ROLE: 'i' },
): AwsCredentialIdentity {
  return {
    accessKeyId: 'test',
    secretAccessKey: 'test',
    sessionToken: 'token',
    ...(expiration === undefined ? {} : { expiration }),
    ...{ $source },
  };
}

/** From the moment at which credentials end AWS takes them no more. */
async function endAt(rehearsal: Rehearsal, at: number): Promise<void> {
  await rehearsal.sandbox.clock.sleep(at - rehearsal.sandbox.clock.now());
  rehearsal.sandbox.control.fault({ operation: '*', error: 'ExpiredTokenException' });
}

const refused = ({ calls }: Rehearsal): number =>
  calls.filter(({ failure }) => failure?.startsWith('credentials') === true).length;
const warned = (rehearsal: Rehearsal) =>
  rehearsal
    .factsOf('warning')
    .flatMap(({ warning }) => (warning.kind === 'credentials-short' ? [warning] : []));

describe('credentials that expire while a release goes on', () => {
  it.each([
    ['rolling', () => Rehearsal.begin({ breaker: 'off' })],
    ['blue/green', () => beginWith('BLUE_GREEN', { breaker: 'off' })],
    ['through CodeDeploy', () => beginWithCodeDeploy()],
  ] as const)('end the watching before they do, with the command to go on: %s', async (_, begin) => {
    const rehearsal = await begin();
    rehearsal.sandbox.control.behave(imageOf(2), slow);
    const at = fixed(rehearsal, minutes(12));

    const [result] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: minutes(30) }),
      endAt(rehearsal, at),
    ]);

    expect(result.outcome).toMatchObject({ kind: 'unwatched', because: { kind: 'credentials-expire', at } });
    expect(exitCodeOf(result.outcome)).toBe(30);
    expect(result.next[0]).toMatch(/^ecsdeploy resume --cluster prod --service web --deployment /);
    expect(result.endedAt).toBeLessThanOrEqual(at - seconds(60));
    expect(result.endedAt).toBeGreaterThan(at - minutes(2));
    expect(refused(rehearsal)).toBe(0);
  });

  it.each([60, 0])(
    'start nothing that nobody could follow, where they end %i s before it is started',
    async (left) => {
      const rehearsal = await Rehearsal.begin({ loadBalancer: true });
      fixed(rehearsal, seconds(left));

      const message =
        left === 0 ? /credentials have expired at / : /credentials expire at \S+ \S+Z, in \d+ s, and/;
      await expect(rehearsal.deploy()).rejects.toMatchObject({
        code: 'credentials.expire_too_soon',
        message: expect.stringMatching(message) as unknown,
      });
      expect(rehearsal.count('UpdateService')).toBe(0);
    },
  );

  it('are warned of once, with both times', async () => {
    const rehearsal = await Rehearsal.begin();
    const at = fixed(rehearsal, minutes(20));

    const result = await rehearsal.deploy({ timeoutMilliseconds: minutes(30) });

    expect(result.outcome.kind).toBe('succeeded');
    expect(warned(rehearsal)).toMatchObject([{ expireAt: at }]);
    const needed = result.startedAt + minutes(30);
    expect(warned(rehearsal)[0]?.neededUntil).toBeGreaterThanOrEqual(needed);
    expect(warned(rehearsal)[0]?.neededUntil).toBeLessThan(needed + minutes(1));
  });

  it.each([
    ['that last for the whole time', minutes(40)],
    ['without an end', undefined],
  ])('are not warned of %s', async (_, lasting) => {
    const rehearsal = await Rehearsal.begin();
    if (lasting !== undefined) fixed(rehearsal, lasting);

    const result = await rehearsal.deploy({ timeoutMilliseconds: minutes(30) });

    expect(result.outcome.kind).toBe('succeeded');
    expect(warned(rehearsal)).toEqual([]);
  });

  it('go on where their provider gives newer ones, without a word', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(25) });
    const { clock } = rehearsal.sandbox;
    let until = clock.now() + minutes(6);
    let renewed = 0;
    rehearsal.credentials = () => {
      // A session of ten minutes, renewed when it has less than four left.
      if (until - clock.now() < minutes(4)) {
        until = clock.now() + minutes(10);
        renewed += 1;
      }
      return Promise.resolve(identity(new Date(until)));
    };

    const result = await rehearsal.deploy({ timeoutMilliseconds: minutes(40) });

    expect(result.outcome.kind).toBe('succeeded');
    expect(renewed).toBeGreaterThan(2);
    expect(warned(rehearsal)).toEqual([]);
  });

  it('end the watching where their provider fails when it is asked for newer ones', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), slow);
    const { clock } = rehearsal.sandbox;
    const at = clock.now() + minutes(12);
    // As the chain of the SDK does: what it has goes on until its end, and the failure to renew it is nobody's.
    rehearsal.credentials = () =>
      clock.now() < at ? Promise.resolve(identity(new Date(at))) : Promise.reject(new Error('signed out'));

    const result = await rehearsal.deploy({ timeoutMilliseconds: minutes(30) });

    expect(result.outcome).toMatchObject({ kind: 'unwatched', because: { kind: 'credentials-expire', at } });
    expect(warned(rehearsal)).toEqual([]);
  });

  it('hold up no release while their provider does not answer', async () => {
    const rehearsal = await Rehearsal.begin();
    const usual = await rehearsal.deploy();
    const context = rehearsal.context();
    const credentialLife = () => new Promise<never>(() => undefined);
    const { clock } = rehearsal.sandbox;
    const clients = { ...context.aws.clients, credentialLife };
    const aws = openAws({ clients, clock, random: () => 0.5 });

    const result = await rehearsal.deploy({ images: [], force: true }, { ...context, aws });

    expect(result.outcome.kind).toBe('succeeded');
    const [took, tookUsually] = [result, usual].map(({ startedAt, endedAt }) => endedAt - startedAt);
    expect(took).toBeLessThan((tookUsually ?? 0) + seconds(30));
  });

  it('do not keep a way back from being asked for, and its end is somebody else’s to see', async () => {
    const rehearsal = await Rehearsal.begin({ breaker: 'off' });
    rehearsal.sandbox.control.behave(imageOf(2), { startDelay: minutes(120) });
    const at = fixed(rehearsal, minutes(10) + seconds(92));

    const [result] = await Promise.all([
      rehearsal.deploy({ timeoutMilliseconds: minutes(10), rollbackOnTimeout: true }),
      endAt(rehearsal, at),
    ]);

    expect(rehearsal.count('StopServiceDeployment')).toBe(1);
    expect(result.outcome).toMatchObject({ kind: 'failed-rollback-unseen', because: { kind: 'timeout' } });
    expect(result.endedAt).toBeLessThan(at - seconds(60));
    expect(result.next[0]).toContain('ecsdeploy resume');
    rehearsal.sandbox.control.clearFaults();
    expect(refused(rehearsal)).toBe(0);
    await rehearsal.steady();
    expect((await rehearsal.serving()).images).toEqual([imageOf(1)]);
  });

  it('end the watch of a release that AWS calls successful as not proven, and resume goes on with it', async () => {
    const rehearsal = await Rehearsal.begin();
    const at = fixed(rehearsal, minutes(12));
    const gates = measuring([commandGate({ at: ['after'] })], minutes(30));
    scripted(rehearsal, [0]);

    const result = await rehearsal.deploy(gates);

    expect(result.outcome).toMatchObject({
      kind: 'inconclusive',
      because: { kind: 'credentials-expire', at },
    });
    expect(exitCodeOf(result.outcome)).toBe(33);
    expect(result.next[0]).toContain('ecsdeploy resume');
    expect(result.endedAt).toBeLessThan(at - seconds(60));
  });

  it('end all releases of a run at the same moment, and are warned of once', async () => {
    const run = await RehearsedRun.begin(['api', 'worker']);
    for (const name of ['api', 'worker']) run.rehearsal.sandbox.control.behave(imageOfRun(name, 2), slow);
    const at = fixed(run.rehearsal, minutes(12));

    const { outcomes, results } = await run.deploy({
      order: { api: [], worker: [] },
      onFailure: 'take-back',
    });

    expect(outcomes).toEqual({ api: 'unwatched', worker: 'unwatched' });
    for (const { outcome, next, service } of results) {
      expect(outcome).toMatchObject({ because: { kind: 'credentials-expire', at } });
      expect(next[0]).toContain(`resume --cluster ${service.cluster} --service ${service.service}`);
    }
    expect(run.rehearsal.count('StopServiceDeployment')).toBe(0);
    const warnings = run.told.filter(
      ({ fact }) => fact.type === 'warning' && fact.warning.kind === 'credentials-short',
    );
    expect(warnings).toHaveLength(1);
  });
});
