import type { ChosenClient } from '../../../../src/images/engines/docker/choose-client.ts';
import type { BuildOrder } from '../../../../src/images/engines/engine.ts';
import type { ImageSettings } from '../../../../src/model/image-settings.ts';

export const plainSettings: ImageSettings = {
  repository: 'shop',
  context: '/work/shop',
  dockerfile: '/work/shop/Dockerfile',
  platforms: [],
  buildArgs: {},
  secrets: [],
  ssh: [],
  cacheFrom: [],
  cacheTo: [],
};

export function anOrder(settings: Partial<ImageSettings> = {}, order: Partial<BuildOrder> = {}): BuildOrder {
  return {
    settings: { ...plainSettings, ...settings },
    reference: 'registry.example.com/shop:abc',
    labels: {},
    push: false,
    ...order,
  };
}

const facts = {
  path: '/usr/bin/docker',
  clientVersion: '20.10.24+dfsg1',
  serverVersion: '20.10.24+dfsg1',
  serverPlatform: 'linux/amd64',
  buildx: undefined,
};

export const withBuildx: ChosenClient = {
  facts: { ...facts, clientVersion: '28.2.2', buildx: { version: { major: 0, minor: 29 } } },
  builder: 'buildx',
};
export const withBuildKit: ChosenClient = { facts, builder: 'buildkit' };
export const withLegacy: ChosenClient = { facts: { ...facts, clientVersion: '28.2.2' }, builder: 'legacy' };
