import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ProtectionPlan, ProtectionResult } from '../../src/model/image-protection.ts';
import { carryOutProtection } from '../../src/release/protect/carry-out-protection.ts';
import { planProtection } from '../../src/release/protect/plan-protection.ts';
import { beginWithCodeDeploy } from './codedeploy-stage.ts';
import { ref, Rehearsal } from './rehearsal.ts';

const repositoryName = 'shop/web';
const day = 24 * 60 * 60 * 1000;
const imageType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';

function digestOf(manifest: string): string {
  return `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
}

function manifestOf(name: string): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: imageType,
    config: { size: name.length },
    layers: [],
    annotations: { name },
  });
}

/** A service whose images are in a repository of ECR, where each version is one push. */
class Shop {
  readonly rehearsal: Rehearsal;
  readonly uri: string;

  private constructor(rehearsal: Rehearsal, uri: string) {
    this.rehearsal = rehearsal;
    this.uri = uri;
  }

  static async open(rehearsal: Rehearsal, mutability: 'MUTABLE' | 'IMMUTABLE' = 'MUTABLE'): Promise<Shop> {
    const { repository } = await rehearsal.ecr.createRepository({
      repositoryName,
      imageTagMutability: mutability,
    });
    return new Shop(rehearsal, repository?.repositoryUri ?? '');
  }

  async push(imageTag: string, imageManifest = manifestOf(imageTag)): Promise<string> {
    await this.rehearsal.sandbox.clock.sleep(1_000);
    await this.rehearsal.ecr.putImage({ repositoryName, imageManifest, imageTag });
    return digestOf(imageManifest);
  }

  /** Releases each of these versions, one after the other. */
  async release(...versions: readonly string[]): Promise<void> {
    for (const version of versions) {
      await this.push(version);
      await this.deploy(version);
    }
  }

  async deploy(version: string, imageReference: 'digest' | 'tag' = 'digest'): Promise<void> {
    const images = [{ image: `${this.uri}:${version}` }];
    const { outcome } = await this.rehearsal.deploy({ images, imageReference });
    expect(outcome.kind).toBe('succeeded');
  }

  plan(keep = 3): Promise<ProtectionPlan> {
    return planProtection(this.rehearsal.context(), { service: ref, keep });
  }

  async protect(keep = 3, interrupt?: AbortSignal): Promise<ProtectionResult> {
    return await carryOutProtection(this.rehearsal.context(interrupt), await this.plan(keep));
  }

  /** What is kept: the tags of each image beside our own. */
  async kept(): Promise<string[]> {
    const images = await this.images();
    return images.flatMap(({ tags, isKept }) => (isKept ? [tags.join(' ')] : [])).sort();
  }

  async images(): Promise<{ digest: string; tags: string[]; isKept: boolean }[]> {
    const { imageDetails = [] } = await this.rehearsal.ecr.describeImages({ repositoryName });
    return imageDetails.map(({ imageDigest = '', imageTags = [] }) => ({
      digest: imageDigest,
      tags: imageTags.filter((tag) => !tag.startsWith('ecsdeploy-keep-')),
      isKept: imageTags.some((tag) => tag.startsWith('ecsdeploy-keep-')),
    }));
  }

  async putPolicy(...rules: readonly object[]): Promise<void> {
    await this.rehearsal.ecr.putLifecyclePolicy({
      repositoryName,
      lifecyclePolicyText: JSON.stringify({ rules }),
    });
  }
}

const expireAllButOne = {
  rulePriority: 1,
  selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
  action: { type: 'expire' },
};

describe('images protect', () => {
  it('tags what runs and what one could go back to, and nothing else', async () => {
    const shop = await Shop.open(await Rehearsal.begin());
    await shop.release('v1', 'v2', 'v3', 'v4');
    await shop.push('v5');

    const result = await shop.protect(2);

    expect(result).toMatchObject({ end: 'done', removed: [], failures: [] });
    expect(await shop.kept()).toEqual(['v2', 'v3', 'v4']);
    expect(result.plan.needed.map(({ usedBy }) => usedBy)).toEqual([
      [{ kind: 'running', revision: 'web:5' }],
      [expect.objectContaining({ kind: 'way-back', revision: 'web:4', position: 1 })],
      [expect.objectContaining({ kind: 'way-back', revision: 'web:3', position: 2 })],
    ]);
    expect(result.added[0]).toMatch(/\/shop\/web:ecsdeploy-keep-web\.[0-9a-f]{8}\.[0-9a-f]{12}$/);
  });

  it('does nothing twice', async () => {
    const shop = await Shop.open(await Rehearsal.begin());
    await shop.release('v1', 'v2');
    await shop.protect();

    expect(await shop.protect()).toMatchObject({ end: 'done', added: [], removed: [] });
  });

  it('takes its tags from what is no longer needed; those of another service stay', async () => {
    const shop = await Shop.open(await Rehearsal.begin());
    await shop.release('v1', 'v2');
    await shop.protect(1);
    const v1 = manifestOf('v1');
    const imageTag = 'ecsdeploy-keep-web.00000000.0123456789ab';
    await shop.rehearsal.ecr.putImage({ repositoryName, imageManifest: v1, imageTag });
    await shop.release('v3');

    const result = await shop.protect(1);

    expect(result.removed).toHaveLength(1);
    const { imageDetails } = await shop.rehearsal.ecr.describeImages({
      repositoryName,
      imageIds: [{ imageDigest: digestOf(v1) }],
    });
    expect(imageDetails?.[0]?.imageTags?.sort()).toEqual([imageTag, 'v1']);
  });

  it('leaves its tag on an image that has no other, since ECR would delete it', async () => {
    const shop = await Shop.open(await Rehearsal.begin());
    await shop.release('v1', 'v2');
    await shop.protect(1);
    await shop.rehearsal.ecr.batchDeleteImage({ repositoryName, imageIds: [{ imageTag: 'v1' }] });
    await shop.release('v3');

    const result = await shop.protect(1);

    expect(result).toMatchObject({ end: 'done', removed: [] });
    expect(result.plan.stale).toMatchObject([{ digest: digestOf(manifestOf('v1')), isLast: true }]);
    expect((await shop.images()).map(({ digest }) => digest)).toContain(digestOf(manifestOf('v1')));
  });

  it('works where tags are immutable', async () => {
    const shop = await Shop.open(await Rehearsal.begin(), 'IMMUTABLE');
    await shop.release('v1', 'v2');

    expect(await shop.protect()).toMatchObject({ end: 'done', failures: [] });
    expect(await shop.kept()).toEqual(['v1', 'v2']);
  });

  it('works for a service that CodeDeploy releases', async () => {
    const shop = await Shop.open(await beginWithCodeDeploy());
    await shop.release('v1', 'v2');

    expect(await shop.protect()).toMatchObject({ end: 'done' });
    expect(await shop.kept()).toEqual(['v1', 'v2']);
  });

  it('tags the index of an image for several platforms', async () => {
    const shop = await Shop.open(await Rehearsal.begin());
    const children = ['amd64', 'arm64'].map((architecture) => ({
      mediaType: imageType,
      size: 1,
      digest: digestOf(manifestOf(architecture)),
      platform: { os: 'linux', architecture },
    }));
    for (const architecture of ['amd64', 'arm64'])
      await shop.push(`part-${architecture}`, manifestOf(architecture));
    const index = await shop.push(
      'v1',
      JSON.stringify({ schemaVersion: 2, mediaType: indexType, manifests: children }),
    );
    await shop.deploy('v1', 'tag');

    const result = await shop.protect();

    expect(result.plan.needed.map(({ digest }) => digest)).toEqual([index]);
    expect(await shop.kept()).toEqual(['v1']);
  });

  it('tags what ran under a tag, not what the tag is on now', async () => {
    const shop = await Shop.open(await Rehearsal.begin());
    const ran = await shop.push('latest', manifestOf('first'));
    await shop.push('v1', manifestOf('first'));
    await shop.deploy('latest', 'tag');
    await shop.push('latest', manifestOf('second'));

    const { needed } = await shop.plan();

    expect(needed.map(({ digest }) => digest)).toEqual([ran]);
  });

  it('says which images are of other registries, and which are gone', async () => {
    const shop = await Shop.open(await Rehearsal.begin());
    await shop.release('v1', 'v2');
    await shop.rehearsal.ecr.batchDeleteImage({
      repositoryName,
      imageIds: [{ imageDigest: digestOf(manifestOf('v1')) }],
    });

    const { needed, unprotected } = await shop.plan();

    expect(needed).toHaveLength(1);
    expect(unprotected.map(({ image, because }) => [image, because])).toEqual([
      [`${shop.uri}@${digestOf(manifestOf('v1'))}`, 'missing'],
      ['registry.example/web:1', 'elsewhere'],
    ]);
  });

  it('with its rule in the lifecycle policy, the images outlive it', async () => {
    const shop = await Shop.open(await Rehearsal.begin());
    await shop.release('v1', 'v2', 'v3');
    await shop.push('v4');
    await shop.putPolicy(expireAllButOne);

    const { plan } = await shop.protect();
    const [rule] = plan.repositories;
    expect(rule).toMatchObject({ repository: shop.uri, policy: 'absent' });
    await shop.rehearsal.ecr.putLifecyclePolicy({
      repositoryName,
      lifecyclePolicyText: rule?.withRule ?? '',
    });
    await shop.push('v5');
    await shop.rehearsal.sandbox.clock.sleep(2 * day);

    const left = await shop.images();
    expect(left.flatMap(({ tags }) => tags).sort()).toEqual(['v1', 'v2', 'v3', 'v5']);
    expect((await shop.plan()).repositories).toMatchObject([{ policy: 'kept' }]);
  });

  it('without it, they do not', async () => {
    const shop = await Shop.open(await Rehearsal.begin());
    await shop.release('v1', 'v2');
    await shop.putPolicy(expireAllButOne);
    await shop.protect();
    await shop.push('v3');
    await shop.rehearsal.sandbox.clock.sleep(2 * day);

    expect((await shop.images()).flatMap(({ tags }) => tags)).toEqual(['v3']);
  });

  it('tells the rule also where the policy may not be read', async () => {
    const shop = await Shop.open(await Rehearsal.begin());
    await shop.release('v1');
    shop.rehearsal.sandbox.control.fault({ operation: 'GetLifecyclePolicy', error: 'AccessDeniedException' });

    expect((await shop.plan()).repositories).toMatchObject([{ policy: 'unknown' }]);
  });

  it('notes what ECR refuses, and goes on with the others', async () => {
    const shop = await Shop.open(await Rehearsal.begin());
    await shop.release('v1', 'v2');
    shop.rehearsal.sandbox.control.fault({ operation: 'PutImage', error: 'AccessDeniedException', count: 1 });

    const result = await shop.protect();

    expect(result).toMatchObject({
      end: 'failed',
      failures: [{ step: 'add', message: expect.stringContaining('ecr:PutImage') }],
    });
    expect(await shop.kept()).toEqual(['v1']);
  });

  it('interrupted before it begins, has tagged nothing', async () => {
    const shop = await Shop.open(await Rehearsal.begin());
    await shop.release('v1');
    const plan = await shop.plan();
    const interrupt = shop.rehearsal.interruptAfter(1);
    await shop.rehearsal.sandbox.clock.sleep(10);

    const result = await carryOutProtection(shop.rehearsal.context(interrupt), plan);

    expect(result).toMatchObject({ end: 'interrupted', signal: 'SIGINT', added: [] });
    expect(await shop.kept()).toEqual([]);
  });
});
