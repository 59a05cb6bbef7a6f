import type { HttpHandlerUserInput } from '@smithy/core/protocols';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider, RequestSigner } from '@smithy/types';
import { lifeOf, type CredentialLife } from './credential-life.ts';
import type { ApplicationAutoScaling } from './sdk/application-auto-scaling.ts';
import type { CloudWatch } from './sdk/cloudwatch.ts';
import type { CodeDeploy } from './sdk/codedeploy.ts';
import type { Ecr } from './sdk/ecr.ts';
import type { Ecs } from './sdk/ecs.ts';
import type { Elbv2 } from './sdk/elbv2.ts';
import type { EventBridge } from './sdk/eventbridge.ts';
import type { Iam } from './sdk/iam.ts';
import type { Logs } from './sdk/logs.ts';
import type { Scheduler } from './sdk/scheduler.ts';
import type { SecretsManager } from './sdk/secrets-manager.ts';
import type { Ssm } from './sdk/ssm.ts';
import type { Sts } from './sdk/sts.ts';

/** The SDK clients, imported at first use: each takes its time to load, and few commands need more than two of them. */
export interface Clients {
  readonly applicationAutoScaling: () => Promise<ApplicationAutoScaling>;
  readonly cloudWatch: () => Promise<CloudWatch>;
  /** Of the region that is asked for, or of the one that all others use: a container may log elsewhere. */
  readonly cloudWatchLogs: (region?: string) => Promise<Logs>;
  readonly codeDeploy: () => Promise<CodeDeploy>;
  /** Of the region that is asked for, or of the one that all others use: an image may come from elsewhere. */
  readonly ecr: (region?: string) => Promise<Ecr>;
  readonly ecs: () => Promise<Ecs>;
  readonly elbv2: () => Promise<Elbv2>;
  readonly eventBridge: () => Promise<EventBridge>;
  readonly iam: () => Promise<Iam>;
  readonly scheduler: () => Promise<Scheduler>;
  /** By region as above: ARNs name theirs. */
  readonly secretsManager: (region?: string) => Promise<SecretsManager>;
  readonly ssm: (region?: string) => Promise<Ssm>;
  readonly sts: () => Promise<Sts>;
  readonly region: () => Promise<string>;
  /**
   * How long the credentials last, as their provider says; newer ones, where it gives some shortly before their end.
   * @throws what the provider throws
   */
  readonly credentialLife: () => Promise<CredentialLife>;
  /** Forgets the clients, so that the next call reads the credentials anew. */
  readonly refreshCredentials: () => void;
}

export interface ClientOptions {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  /** A transport without sockets (the sandbox in process); absent: HTTPS, or what AWS_ENDPOINT_URL says. */
  readonly requestHandler?: HttpHandlerUserInput | undefined;
  /** Signs in place of the SDK: a transport in process needs a credential scope, but no cryptography. */
  readonly signer?: RequestSigner | undefined;
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider | undefined;
}

/** Clients over the SDK's default chain of credentials and regions, unless the options say otherwise. */
export function createClients(options: ClientOptions = {}): Clients {
  // The SDK's own retries are off: its back-off runs on real timers, ours on the clock (`call.ts`).
  const settings = {
    maxAttempts: 1,
    ...(options.region === undefined ? {} : { region: options.region }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.requestHandler === undefined ? {} : { requestHandler: options.requestHandler }),
    ...(options.signer === undefined ? {} : { signer: options.signer }),
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
  };
  const inRegion = (region: string | undefined) =>
    region === undefined ? settings : { ...settings, region };
  let made = new Map<string, Promise<unknown>>();
  const once = <Client>(name: string, make: () => Promise<Client>): (() => Promise<Client>) => {
    return () => {
      const known = made.get(name) as Promise<Client> | undefined;
      if (known !== undefined) return known;
      const promise = make();
      made.set(name, promise);
      return promise;
    };
  };
  const clients: Clients = {
    applicationAutoScaling: once('application-autoscaling', async () => {
      const { openApplicationAutoScaling } = await import('./sdk/application-auto-scaling.ts');
      return openApplicationAutoScaling(settings);
    }),
    cloudWatch: once('cloudwatch', async () => {
      const { openCloudWatch } = await import('./sdk/cloudwatch.ts');
      return openCloudWatch(settings);
    }),
    cloudWatchLogs: (region) =>
      once(`logs ${region ?? ''}`, async () => {
        const { openLogs } = await import('./sdk/logs.ts');
        return openLogs(inRegion(region));
      })(),
    codeDeploy: once('codedeploy', async () => {
      const { openCodeDeploy } = await import('./sdk/codedeploy.ts');
      return openCodeDeploy(settings);
    }),
    ecr: (region) =>
      once(`ecr ${region ?? ''}`, async () => {
        const { openEcr } = await import('./sdk/ecr.ts');
        return openEcr(inRegion(region));
      })(),
    ecs: once('ecs', async () => {
      const { openEcs } = await import('./sdk/ecs.ts');
      return openEcs(settings);
    }),
    elbv2: once('elbv2', async () => {
      const { openElbv2 } = await import('./sdk/elbv2.ts');
      return openElbv2(settings);
    }),
    eventBridge: once('events', async () => {
      const { openEventBridge } = await import('./sdk/eventbridge.ts');
      return openEventBridge(settings);
    }),
    iam: once('iam', async () => {
      const { openIam } = await import('./sdk/iam.ts');
      return openIam(settings);
    }),
    scheduler: once('scheduler', async () => {
      const { openScheduler } = await import('./sdk/scheduler.ts');
      return openScheduler(settings);
    }),
    secretsManager: (region) =>
      once(`secretsmanager ${region ?? ''}`, async () => {
        const { openSecretsManager } = await import('./sdk/secrets-manager.ts');
        return openSecretsManager(inRegion(region));
      })(),
    ssm: (region) =>
      once(`ssm ${region ?? ''}`, async () => {
        const { openSsm } = await import('./sdk/ssm.ts');
        return openSsm(inRegion(region));
      })(),
    sts: once('sts', async () => {
      const { openSts } = await import('./sdk/sts.ts');
      return openSts(settings);
    }),
    region: async () => (await clients.ecs()).config.region(),
    credentialLife: async () => {
      const { config } = await clients.ecs();
      return lifeOf(await config.credentials(), process.env['AWS_CREDENTIAL_EXPIRATION']);
    },
    refreshCredentials() {
      made = new Map();
    },
  };
  return clients;
}
