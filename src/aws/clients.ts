import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { ECR } from '@aws-sdk/client-ecr';
import type { ECS } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { STS } from '@aws-sdk/client-sts';
import type { HttpHandlerUserInput } from '@smithy/core/protocols';
import type { RequestSigner } from '@smithy/types';

/** The SDK clients, imported at first use: one costs some 85 ms to load, and most commands need two of them. */
export interface Clients {
  readonly cloudWatch: () => Promise<CloudWatch>;
  readonly cloudWatchLogs: () => Promise<CloudWatchLogs>;
  /** Of the region that is asked for, or of the one that all others use: an image may come from elsewhere. */
  readonly ecr: (region?: string) => Promise<ECR>;
  readonly ecs: () => Promise<ECS>;
  readonly elbv2: () => Promise<ElasticLoadBalancingV2>;
  readonly sts: () => Promise<STS>;
  readonly region: () => Promise<string>;
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
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
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
    cloudWatch: once('cloudwatch', async () => {
      const { CloudWatch } = await import('@aws-sdk/client-cloudwatch');
      return new CloudWatch(settings);
    }),
    cloudWatchLogs: once('logs', async () => {
      const { CloudWatchLogs } = await import('@aws-sdk/client-cloudwatch-logs');
      return new CloudWatchLogs(settings);
    }),
    ecr: (region) =>
      once(`ecr ${region ?? ''}`, async () => {
        const { ECR } = await import('@aws-sdk/client-ecr');
        return new ECR(region === undefined ? settings : { ...settings, region });
      })(),
    ecs: once('ecs', async () => {
      const { ECS } = await import('@aws-sdk/client-ecs');
      return new ECS(settings);
    }),
    elbv2: once('elbv2', async () => {
      const { ElasticLoadBalancingV2 } = await import('@aws-sdk/client-elastic-load-balancing-v2');
      return new ElasticLoadBalancingV2(settings);
    }),
    sts: once('sts', async () => {
      const { STS } = await import('@aws-sdk/client-sts');
      return new STS(settings);
    }),
    region: async () => (await clients.ecs()).config.region(),
    refreshCredentials() {
      made = new Map();
    },
  };
  return clients;
}
