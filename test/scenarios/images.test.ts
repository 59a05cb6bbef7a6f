import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import type { BuildOrder } from '../../src/images/engines/engine.ts';
import type { ImageRequest } from '../../src/images/plan-image.ts';
import { push as pushImage } from '../../src/release/push.ts';
import type { Relation } from '../../src/images/source/relation.ts';
import { EcsdeployError } from '../../src/model/error.ts';
import { minutes, seconds } from '../../src/model/duration.ts';
import type { ReleaseContext } from '../../src/release/release-context.ts';
import type { DeployRequest } from '../../src/release/requests.ts';
import { Rehearsal, type Stage } from './rehearsal.ts';
import { RehearsedEngine, registryOf, type EngineRecord, type EngineScript } from './rehearsed-engine.ts';

const hello = fileURLToPath(new URL('../../docs/examples/hello', import.meta.url));
const commit = 'a'.repeat(40);
const later = 'b'.repeat(40);

describe('a release that begins with a commit', () => {
  it('builds it, pushes it, and runs the digest that the registry gave', async () => {
    const workshop = await Workshop.begin();

    const result = await workshop.deploy();

    const digest = await workshop.digestOf(commit);
    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { kind: 'verified', digest } });
    expect((await workshop.rehearsal.serving()).images).toEqual([`${workshop.uri}@${digest}`]);
    expect(await workshop.tagsOfRevision()).toEqual(
      expect.arrayContaining([
        { key: 'ecsdeploy:commit', value: commit },
        { key: 'ecsdeploy:digest', value: digest },
        { key: 'ecsdeploy:tag', value: commit },
      ]),
    );
    expect(workshop.record).toMatchObject({ opened: 1, closed: 1 });
  });

  it('names the image by its tag where that was asked for, and still runs the digest', async () => {
    const workshop = await Workshop.begin();

    const result = await workshop.deploy({ imageReference: 'tag' });

    const digest = await workshop.digestOf(commit);
    expect(result.outcome).toMatchObject({ kind: 'succeeded', because: { kind: 'verified', digest } });
    expect((await workshop.rehearsal.serving()).images).toEqual([`${workshop.uri}:${commit}`]);
  });

  it('notes the digest of its own image, not that of a container that keeps its own', async () => {
    const proxy = { name: 'proxy', image: `registry.example/proxy@sha256:${'c'.repeat(64)}` };
    const web = { name: 'web', image: 'registry.example/web:1' };
    const taskDefinition = { containerDefinitions: [proxy, web] };
    const workshop = await Workshop.begin({ stage: { taskDefinition } });

    await workshop.deploy({ containers: ['web'] });

    expect(await workshop.tagsOfRevision()).toContainEqual({
      key: 'ecsdeploy:digest',
      value: await workshop.digestOf(commit),
    });
  });

  it('asks no engine when the registry holds the image, and changes nothing when it runs', async () => {
    const workshop = await Workshop.begin();
    await workshop.deploy();
    workshop.record.opened = 0;

    const result = await workshop.deploy();

    expect(result.outcome.kind).toBe('nothing-to-do');
    expect(workshop.record.opened).toBe(0);
  });

  it('brings back a commit that was built before without building it', async () => {
    const workshop = await Workshop.begin();
    await workshop.deploy();
    await workshop.deploy({ build: workshop.build(later) });
    workshop.record.opened = 0;

    const result = await workshop.deploy();

    expect(result.outcome.kind).toBe('succeeded');
    expect(workshop.record.opened).toBe(0);
  });

  it('refuses the same commit by another recipe, and changes nothing', async () => {
    const workshop = await Workshop.begin();
    await workshop.deploy();
    const before = await workshop.rehearsal.serving();

    const build = workshop.build(commit, { buildArgs: { VERSION: '2' } });

    await expect(workshop.deploy({ build })).rejects.toMatchObject({
      code: 'refused.tag_taken',
      details: { because: 'other-recipe' },
    });
    expect(await workshop.rehearsal.serving()).toEqual(before);
    expect(workshop.record.opened).toBe(1);
  });

  it('refuses an image of the same tag that something else pushed', async () => {
    const workshop = await Workshop.begin();
    await workshop.put(commit);

    await expect(workshop.deploy()).rejects.toMatchObject({
      code: 'refused.tag_taken',
      details: { because: 'unknown-recipe' },
    });
  });

  it('only says what it would do when asked for a plan', async () => {
    const workshop = await Workshop.begin({ repository: false });
    const build = { ...workshop.build(commit), createRepository: true };

    const result = await workshop.deploy({ build, dryRun: true });

    expect(result.outcome.kind).toBe('planned');
    expect(result.plan?.steps.map(({ kind }) => kind)).toEqual([
      'create-repository',
      'build-and-push',
      'register',
      'update-service',
      'follow',
      'verify',
    ]);
    expect(result.plan?.target.images).toMatchObject([{ tag: commit }]);
    expect(workshop.record.opened).toBe(0);
    expect(workshop.rehearsal.count('CreateRepository')).toBe(0);
  });

  it('refuses before it builds what it would refuse afterwards', async () => {
    const workshop = await Workshop.begin();

    await expect(workshop.deploy({ containers: ['nobody'] })).rejects.toMatchObject({
      code: 'task_definition.unknown_container',
    });
    const busy = workshop.rehearsal.deploy({ images: [{ image: 'registry.example/web:2' }] });
    await workshop.rehearsal.meanwhile(seconds(20), async () => {
      await expect(workshop.deploy()).rejects.toMatchObject({ code: 'refused.busy' });
    });
    await busy;

    expect(workshop.record.builds).toEqual([]);
  });

  it('builds nothing from a working tree that was changed since it was planned', async () => {
    const workshop = await Workshop.begin();
    const build = workshop.build(commit);
    const readAgain = () => Promise.resolve(`${commit}-dirty-0123456789ab`);

    await expect(
      workshop.deploy({ build: { ...build, source: { ...build.source, readAgain } } }),
    ).rejects.toMatchObject({ code: 'refused.source_changed' });

    expect(workshop.record).toMatchObject({ builds: [], pushes: [], closed: 1 });
  });

  it('leaves the service alone when the build fails', async () => {
    const workshop = await Workshop.begin();
    const before = await workshop.rehearsal.serving();
    workshop.script = {
      onBuild: () => Promise.reject(new EcsdeployError({ code: 'build.failed', message: 'step 1/1 failed' })),
    };

    await expect(workshop.deploy()).rejects.toMatchObject({ code: 'build.failed' });

    expect(await workshop.rehearsal.serving()).toEqual(before);
    expect(workshop.rehearsal.count('RegisterTaskDefinition')).toBe(1);
    expect(workshop.record).toMatchObject({ opened: 1, closed: 1, pushes: [] });
  });

  it('stops a build on Ctrl-C, and says that nothing was started', async () => {
    const workshop = await Workshop.begin();
    const interrupt = workshop.rehearsal.interruptAfter(minutes(1));
    workshop.script = {
      onBuild: (_order, { signal }) => workshop.rehearsal.sandbox.clock.sleep(minutes(5), signal),
    };

    const result = await workshop.deploy({}, interrupt);

    expect(result.outcome).toMatchObject({ kind: 'interrupted', signal: 'SIGINT', started: false });
    expect(workshop.record).toMatchObject({ opened: 1, closed: 1 });
  });
});

describe('the registry', () => {
  it('lets the engine in before it builds, by the login that was asked for once', async () => {
    const workshop = await Workshop.begin();
    let loginsAtBuild = 0;
    workshop.script = {
      onBuild: () => Promise.resolve(void (loginsAtBuild = workshop.record.logins.length)),
    };

    await workshop.deploy();

    expect(loginsAtBuild).toBe(1);
    expect(workshop.rehearsal.count('GetAuthorizationToken')).toBe(1);
  });

  it('is logged in to again, once, when the login has expired', async () => {
    const workshop = await Workshop.begin();
    workshop.script = { refusedPushes: 1 };

    expect((await workshop.deploy()).outcome.kind).toBe('succeeded');
    expect(workshop.record.logins).toHaveLength(2);

    workshop.script = { refusedPushes: 2 };
    await expect(workshop.deploy({ build: workshop.build(later) })).rejects.toMatchObject({
      code: 'push.unauthorized',
    });
  });

  it('takes two pushes of the same commit at once: both runs go on with the same image', async () => {
    const workshop = await Workshop.begin();
    // Both have looked, and seen nothing, before either pushes.
    let waiting = 0;
    workshop.script = {
      beforePush: async () => {
        waiting++;
        while (waiting < 2) await workshop.rehearsal.sandbox.clock.sleep(seconds(1));
      },
    };
    const push = () => pushImage(workshop.context(), workshop.build(commit), { dryRun: false });

    // Two machines: neither finds the other's image in its own store.
    const [one, two] = await Promise.all([push(), push()]);

    expect(one.image?.digest).toBe(two.image?.digest);
    expect([one.image?.how, two.image?.how].sort()).toEqual(['pushed', 'pushed-by-another']);
  });

  it('takes no image of another run for its own when neither has a commit', async () => {
    const workshop = await Workshop.begin();
    let waiting = 0;
    workshop.script = {
      beforePush: async () => {
        waiting++;
        while (waiting < 2) await workshop.rehearsal.sandbox.clock.sleep(seconds(1));
      },
    };
    const build = { ...workshop.build(commit), source: { tag: 'v1', isTagGiven: true, changes: [] } };
    const push = () => pushImage(workshop.context(), build, { dryRun: false });

    const ends = await Promise.allSettled([push(), push()]);

    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'refused.tag_taken', details: { because: 'unknown-source' } },
    });
  });

  it('does not pass off what another recipe pushed meanwhile', async () => {
    const workshop = await Workshop.begin();
    workshop.script = { beforePush: () => workshop.put(commit) };

    await expect(
      pushImage(workshop.context(), workshop.build(commit), { dryRun: false }),
    ).rejects.toMatchObject({ code: 'refused.tag_taken' });
  });

  it('must be of the account that the configuration names, before a repository is made in it', async () => {
    const workshop = await Workshop.begin({ repository: false });
    const build = { ...workshop.build(commit), createRepository: true };

    const push = pushImage(workshop.context(), build, { account: '210987654321', dryRun: false });

    await expect(push).rejects.toMatchObject({ code: 'refused.wrong_account' });
    expect(workshop.rehearsal.count('CreateRepository')).toBe(0);
  });

  it('must have the repository, or be asked to make it', async () => {
    const workshop = await Workshop.begin({ repository: false });

    await expect(workshop.deploy()).rejects.toMatchObject({
      code: 'repository.not_found',
      suggestions: expect.arrayContaining([
        expect.stringContaining('aws ecr create-repository --repository-name shop/web'),
      ]),
    });
    const build = { ...workshop.build(commit), createRepository: true };
    expect((await workshop.deploy({ build })).outcome.kind).toBe('succeeded');

    const ecr = await workshop.context().aws.clients.ecr();
    const { repositories } = await ecr.describeRepositories({ repositoryNames: ['shop/web'] });
    expect(repositories).toMatchObject([
      { imageTagMutability: 'IMMUTABLE', imageScanningConfiguration: { scanOnPush: true } },
    ]);
  });

  it('is found by its URI as well as by its name', async () => {
    const workshop = await Workshop.begin();
    const build = workshop.build(commit, { repository: workshop.uri });

    expect((await workshop.deploy({ build })).outcome.kind).toBe('succeeded');
    expect((await workshop.rehearsal.serving()).images[0]).toMatch(workshop.uri);
  });

  it('is made where its URI says, also when the reply to that is lost', async () => {
    // Where everything else is, there is a repository of the same name.
    const workshop = await Workshop.begin();
    const ecr = await workshop.context().aws.clients.ecr('eu-west-1');
    const european = workshop.uri.replace('us-east-1', 'eu-west-1');
    const build = { ...workshop.build(commit, { repository: european }), createRepository: true };
    const { control } = workshop.rehearsal.sandbox;
    control.fault({ operation: 'CreateRepository', loseReply: true, count: 1 });

    const { image } = await pushImage(workshop.context(), build, { dryRun: false });

    expect(image?.reference).toMatch(european);
    expect((await ecr.describeImages({ repositoryName: 'shop/web' })).imageDetails).toHaveLength(1);
    expect(await workshop.digestOf(commit)).toBeUndefined();
  });

  it('moves a tag that a person chose where tags may move, and refuses where they may not', async () => {
    const workshop = await Workshop.begin({ mutability: 'MUTABLE' });
    const push = (revision: string) => {
      const build = workshop.build(revision);
      const source = { ...build.source, tag: 'edge', isTagGiven: true };
      return pushImage(workshop.context(), { ...build, source }, { dryRun: false });
    };
    const first = await push(commit);
    const second = await push(later);
    expect(second.image?.digest).not.toBe(first.image?.digest);
    expect(await workshop.digestOf('edge')).toBe(second.image?.digest);

    const strict = await Workshop.begin();
    const build = strict.build(commit);
    const edge = { ...build, source: { ...build.source, tag: 'edge', isTagGiven: true } };
    await pushImage(strict.context(), edge, { dryRun: false });
    const other = { ...edge, source: { ...edge.source, revision: later } };
    await expect(pushImage(strict.context(), other, { dryRun: false })).rejects.toMatchObject({
      code: 'refused.tag_taken',
      details: { because: 'other-source' },
    });
  });
});

describe('a repository whose tags stay, except for some', () => {
  it('lets those move, and keeps the others', async () => {
    const workshop = await Workshop.begin({ repository: false });
    const ecr = await workshop.context().aws.clients.ecr();
    await ecr.createRepository({
      repositoryName: 'shop/web',
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'edge*' }],
    });
    const push = (tag: string, revision: string) => {
      const build = workshop.build(revision);
      const source = { ...build.source, tag, isTagGiven: true };
      return pushImage(workshop.context(), { ...build, source }, { dryRun: false });
    };
    await push('edge', commit);
    await push('v1', commit);

    expect((await push('edge', later)).image?.digest).toBe(await workshop.digestOf('edge'));
    await expect(push('v1', later)).rejects.toMatchObject({
      code: 'refused.tag_taken',
      details: { because: 'other-source' },
    });
  });
});

describe('the platform of the image', () => {
  it('must be the one that the tasks run on, before anything is registered', async () => {
    const workshop = await Workshop.begin();
    workshop.script = { platform: 'linux/arm64' };

    await expect(workshop.deploy()).rejects.toMatchObject({
      code: 'refused.platform_mismatch',
      details: { platforms: ['linux/arm64'], wanted: 'linux/amd64' },
    });
    expect(workshop.rehearsal.count('RegisterTaskDefinition')).toBe(1);
  });

  it('is compared before anything is built where it is configured', async () => {
    const workshop = await Workshop.begin();
    const build = workshop.build(commit, { platforms: ['linux/arm64'] });

    await expect(workshop.deploy({ build })).rejects.toMatchObject({ code: 'refused.platform_mismatch' });
    expect(workshop.record.builds).toEqual([]);
  });

  it('is looked up for an image that is only named', async () => {
    const workshop = await Workshop.begin();
    workshop.script = { platform: 'linux/arm64' };
    await pushImage(workshop.context(), workshop.build(commit), { dryRun: false });

    const images = [{ image: `${workshop.uri}:${commit}` }];

    await expect(workshop.deploy({ build: undefined, images })).rejects.toMatchObject({
      code: 'refused.platform_mismatch',
    });
  });

  it('is looked up in the region that the name of the image says', async () => {
    const workshop = await Workshop.begin({ region: 'eu-west-1' });
    workshop.script = { platform: 'linux/arm64' };
    const build = workshop.build(commit, { repository: workshop.uri });
    await pushImage(workshop.context(), build, { dryRun: false });

    const images = [{ image: `${workshop.uri}:${commit}` }];

    await expect(workshop.deploy({ build: undefined, images })).rejects.toMatchObject({
      code: 'refused.platform_mismatch',
    });
  });

  it('fits where the task definition asks for it', async () => {
    const taskDefinition = { runtimePlatform: { cpuArchitecture: 'ARM64' } } as const;
    const workshop = await Workshop.begin({ stage: { taskDefinition } });
    workshop.script = { platform: 'linux/arm64' };

    expect((await workshop.deploy()).outcome.kind).toBe('succeeded');
  });
});

describe('the commit of a release', () => {
  it('must not be an ancestor of the one that runs, unless that is allowed', async () => {
    const workshop = await Workshop.begin();
    await workshop.deploy();

    const older = { build: workshop.build(later), order: order(later, { kind: 'older' }) };

    await expect(workshop.deploy(older)).rejects.toMatchObject({ code: 'refused.older_commit' });
    expect(workshop.record.builds).toHaveLength(1);
    const allowed = { ...older, order: { ...older.order, allowOlder: true } };
    const result = await workshop.deploy(allowed);
    expect(result.outcome.kind).toBe('succeeded');
    expect(result.plan?.target.order).toEqual({ running: commit, relation: 'older' });
  });

  it('is that of the image which runs, also where a revision names a tag that moves', async () => {
    const workshop = await Workshop.begin({ mutability: 'MUTABLE' });
    const edge = (revision: string) => {
      const build = workshop.build(revision);
      const source = { ...build.source, tag: 'edge', isTagGiven: true };
      return { build: { ...build, source }, imageReference: 'tag' } as const;
    };
    await workshop.deploy(edge(commit));
    const first = await workshop.rehearsal.serving();
    await workshop.deploy(edge(later));

    expect((await workshop.rehearsal.serving()).taskDefinition).toBe(first.taskDefinition);
    expect(await workshop.tagsOfRevision()).toEqual(
      expect.arrayContaining([
        { key: 'ecsdeploy:commit', value: later },
        { key: 'ecsdeploy:digest', value: await workshop.digestOf('edge') },
      ]),
    );
  });

  it('is let pass with a warning where nothing tells which one is newer, and refused where newer is required', async () => {
    const workshop = await Workshop.begin();
    const rules = order(commit, { kind: 'same' });

    const required = { order: { ...rules, requireNewer: true } };
    await expect(workshop.deploy(required)).rejects.toMatchObject({ code: 'refused.not_newer' });
    await workshop.deploy({ order: rules });

    expect(workshop.rehearsal.factsOf('warning').map(({ warning }) => warning)).toContainEqual({
      kind: 'commit-order-unknown',
      running: undefined,
      commit,
      why: 'untagged',
    });
  });
});

function order(ours: string, relation: Relation): NonNullable<DeployRequest['order']> {
  return {
    commit: ours,
    relationTo: () => Promise.resolve(relation),
    allowOlder: false,
    requireNewer: false,
  };
}

interface WorkshopOptions {
  readonly stage?: Stage;
  readonly repository?: boolean;
  readonly mutability?: 'MUTABLE' | 'IMMUTABLE';
  /** Of the repository; the service is in us-east-1. */
  readonly region?: string;
}

/** A service, a repository, and engines that build for it. */
class Workshop {
  readonly rehearsal: Rehearsal;
  readonly record: EngineRecord = { builds: [], pushes: [], logins: [], opened: 0, closed: 0 };
  readonly uri: string;
  script: EngineScript = {};

  private constructor(rehearsal: Rehearsal, region: string) {
    this.rehearsal = rehearsal;
    this.uri = `123456789012.dkr.ecr.${region}.amazonaws.com/shop/web`;
  }

  static async begin({
    stage,
    repository = true,
    mutability = 'IMMUTABLE',
    region = 'us-east-1',
  }: WorkshopOptions = {}) {
    const workshop = new Workshop(await Rehearsal.begin(stage), region);
    if (repository) {
      const ecr = await workshop.context().aws.clients.ecr(region);
      await ecr.createRepository({ repositoryName: 'shop/web', imageTagMutability: mutability });
    }
    return workshop;
  }

  /** A process on a machine of its own. */
  context(interrupt?: AbortSignal): ReleaseContext {
    const { sandbox } = this.rehearsal;
    const images = new Map<string, BuildOrder>();
    return {
      ...this.rehearsal.context(interrupt),
      registries: registryOf(sandbox),
      openEngine: () => Promise.resolve(new RehearsedEngine(sandbox, this.record, images, this.script)),
    };
  }

  build(revision: string, settings: Partial<ImageRequest['settings']> = {}): ImageRequest {
    return {
      settings: {
        repository: 'shop/web',
        context: hello,
        dockerfile: `${hello}/Dockerfile`,
        platforms: [],
        buildArgs: {},
        secrets: [],
        ssh: [],
        cacheFrom: [],
        cacheTo: [],
        ...settings,
      },
      source: { tag: revision, isTagGiven: false, revision, changes: [] },
      createRepository: false,
    };
  }

  deploy(request: Partial<DeployRequest> = {}, interrupt?: AbortSignal) {
    const build = this.build(commit);
    const whole = { images: [], build, ...request };
    return this.rehearsal.deploy({ commit: whole.build?.source.revision, ...whole }, this.context(interrupt));
  }

  async digestOf(tag: string): Promise<string | undefined> {
    const ecr = await this.context().aws.clients.ecr();
    const { imageDetails = [] } = await ecr.describeImages({ repositoryName: 'shop/web' });
    return imageDetails.find(({ imageTags }) => imageTags?.includes(tag))?.imageDigest;
  }

  /** Somebody else's image under a tag. */
  async put(tag: string): Promise<void> {
    const { ecr } = this.rehearsal;
    await ecr.putImage({
      repositoryName: 'shop/web',
      imageTag: tag,
      imageManifest: JSON.stringify({ schemaVersion: 2, config: {}, layers: [], by: 'another' }),
    });
  }

  async tagsOfRevision() {
    const { taskDefinition } = await this.rehearsal.serving();
    const answer = await this.rehearsal.ecs.describeTaskDefinition({ taskDefinition, include: ['TAGS'] });
    return answer.tags;
  }
}
