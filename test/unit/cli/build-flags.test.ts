import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { imageSettings } from '../../../src/cli/build-flags.ts';
import type { ImageSettings } from '../../../src/model/image-settings.ts';

const configured: ImageSettings = {
  repository: 'shop/web',
  context: '/shop/web',
  dockerfile: '/shop/web/docker/Dockerfile',
  target: 'production',
  platforms: ['linux/amd64'],
  buildArgs: { A: '1', B: '2' },
  secrets: [{ id: 'npm', from: { kind: 'env', variable: 'NPM_TOKEN' } }],
  ssh: ['default'],
  cacheFrom: ['type=gha'],
  cacheTo: [],
};

describe('how an image is built', () => {
  it('is what the file says where no flag says otherwise', () => {
    expect(imageSettings(configured, {})).toEqual(configured);
  });

  it('needs nothing but a repository without a file', () => {
    expect(imageSettings(undefined, { repository: 'shop/api' })).toEqual({
      repository: 'shop/api',
      context: process.cwd(),
      dockerfile: path.join(process.cwd(), 'Dockerfile'),
      platforms: [],
      buildArgs: {},
      secrets: [],
      ssh: [],
      cacheFrom: [],
      cacheTo: [],
    });
    expect(() => imageSettings(undefined, { context: '.' })).toThrow('no repository is named');
  });

  it('takes single build arguments from flags, and leaves the others', () => {
    const settings = imageSettings(configured, { 'build-arg': [['B', '3']] });

    expect(settings.buildArgs).toEqual({ A: '1', B: '3' });
  });

  it('takes the Dockerfile of a context that a flag gives, unless a flag gives that as well', () => {
    const context = path.resolve('elsewhere');

    expect(imageSettings(configured, { context: 'elsewhere' })).toMatchObject({
      context,
      dockerfile: path.join(context, 'Dockerfile'),
    });
    expect(imageSettings(configured, { context: 'elsewhere', dockerfile: 'x/Dockerfile' })).toMatchObject({
      context,
      dockerfile: path.resolve('x/Dockerfile'),
    });
  });
});
