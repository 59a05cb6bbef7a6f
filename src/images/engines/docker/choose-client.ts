import type { Builder } from '../engine.ts';
import type { Environment } from './environment.ts';
import { isAtLeast, parseVersion, type Version } from './versions.ts';

/** What a client and the engine behind it say about themselves. */
export interface ClientFacts {
  /** Absolute path. */
  readonly path: string;
  readonly clientVersion: string;
  readonly serverVersion: string;
  /** `linux/amd64` */
  readonly serverPlatform: string;
  /** The buildx plugin of this client; a version that it does not know itself is absent. */
  readonly buildx: { readonly version?: Version | undefined } | undefined;
}

/** One client that was asked whether its engine answers. */
export type AskedClient =
  | { readonly kind: 'answers'; readonly facts: ClientFacts }
  /** `sentence` is the client's own. */
  | { readonly kind: 'silent'; readonly path: string; readonly sentence: string };

export interface ChosenClient {
  readonly facts: ClientFacts;
  readonly builder: Builder;
}

const rank: Readonly<Record<Builder, number>> = { buildx: 2, buildkit: 1, legacy: 0 };

/** The client with the best builder whose engine answers; among equals the first. */
export function chooseClient(
  asked: readonly AskedClient[],
  environment: Environment,
): ChosenClient | undefined {
  return asked
    .flatMap((client) => (client.kind === 'answers' ? [client.facts] : []))
    .map((facts) => ({ facts, builder: builderOf(facts, environment) }))
    .reduce<ChosenClient | undefined>(
      (best, next) => (best === undefined || rank[next.builder] > rank[best.builder] ? next : best),
      undefined,
    );
}

/**
 * What the client builds with. BuildKit is built into clients from 18.09 up to 22; later ones know nothing but the plugin.
 * Engines know it from 18.09 on, for Linux.
 */
export function builderOf(facts: ClientFacts, environment: Environment): Builder {
  if (isBuildKitSwitchedOff(environment) || !facts.serverPlatform.startsWith('linux/')) return 'legacy';
  if (facts.buildx !== undefined) return 'buildx';
  const client = parseVersion(facts.clientVersion);
  const isBuiltIn = isAtLeast(client, 18, 9) && !isAtLeast(client, 23, 0);
  return isBuiltIn && isAtLeast(parseVersion(facts.serverVersion), 18, 9) ? 'buildkit' : 'legacy';
}

/** As Go reads a boolean, which the client does. */
export function isBuildKitSwitchedOff(environment: Environment): boolean {
  return /^(?:0|f|false)$/i.test(environment['DOCKER_BUILDKIT'] ?? '');
}
