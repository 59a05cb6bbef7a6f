import { afterEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Repository } from '../../../src/sandbox/ecr/repository.ts';
import { makeBlobFolder, sweepBlobFolders } from '../../../src/sandbox/registry/blob-folders.ts';
import { BlobLibrary } from '../../../src/sandbox/registry/blob-library.ts';
import { DiskBlobStore } from '../../../src/sandbox/registry/disk-blob-store.ts';
import { MemoryBlobStore } from '../../../src/sandbox/registry/memory-blob-store.ts';
import { digestOf } from './registry-user.ts';

const repository = (name: string): Repository => ({
  description: { repositoryName: name },
  images: new Map(),
  tags: new Map(),
  resourceTags: new Map(),
});

async function* pieces(...contents: readonly string[]): AsyncIterable<Uint8Array> {
  for (const content of contents) yield await Promise.resolve(Buffer.from(content));
}

async function* brokenOff(content: string): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(Buffer.from(content));
  throw new Error('aborted');
}

describe.each([
  ['memory', () => new MemoryBlobStore()],
  ['a folder', () => new DiskBlobStore()],
])('blobs in %s', (_, make) => {
  const store = make();
  afterEach(() => store.clear());

  it('are read as they were written, over several pieces, and in parts', async () => {
    const writer = store.begin();
    await writer.append(pieces('one ', 'two '));
    await writer.append(pieces('three'));
    expect(writer.size).toBe(13);
    const digest = digestOf('one two three');
    expect(writer.digest()).toBe(digest);
    await writer.flush();
    writer.keep();
    expect(await text(store.read(digest))).toBe('one two three');
    expect(await text(store.read(digest, { first: 4, last: 6 }))).toBe('two');
  });

  it('keep what came before the bytes broke off', async () => {
    const writer = store.begin();
    await expect(writer.append(brokenOff('half'))).rejects.toThrow('aborted');
    await writer.append(pieces(' and half'));
    await writer.flush();
    writer.keep();
    expect(await text(store.read(digestOf('half and half')))).toBe('half and half');
  });

  it('may be given up at any time', async () => {
    store.begin().discard();
    const writer = store.begin();
    await writer.append(pieces('x'));
    writer.discard();
    writer.discard();
    store.clear();
    writer.discard();
  });

  it('are stored once for two repositories, and gone when neither holds them', async () => {
    const library = new BlobLibrary();
    library.use(store);
    const [one, two] = [repository('one'), repository('two')];
    for (const holder of [one, two]) {
      const writer = library.begin();
      await writer.append(pieces('shared'));
      await library.keep(writer, holder);
    }
    const digest = digestOf('shared');
    library.giveUp(one, digest);
    expect([library.sizeIn(one, digest), library.sizeIn(two, digest)]).toEqual([undefined, 6]);
    expect(await text(library.read(digest))).toBe('shared');
    library.giveUpAll(two);
    expect(library.sizeIn(two, digest)).toBeUndefined();
    await expect(text(store.read(digest))).rejects.toThrow();
  });
});

describe('a library', () => {
  it('that moves to another store still reads what is in the one before', async () => {
    const library = new BlobLibrary();
    const holder = repository('one');
    const early = library.begin();
    await early.append(pieces('early'));
    const folder = new DiskBlobStore();
    library.use(folder);
    await library.keep(early, holder);
    const late = library.begin();
    await late.append(pieces('late'));
    await library.keep(late, holder);
    expect(await text(library.read(digestOf('early')))).toBe('early');
    library.leave(folder);
    expect(library.sizeIn(holder, digestOf('early'))).toBe(5);
    expect(library.sizeIn(holder, digestOf('late'))).toBeUndefined();
  });
});

describe('a folder of blobs', () => {
  const made: string[] = [];
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  /** As a sandbox of this process number leaves it behind. */
  function folderOf(pid: number): string {
    const folder = mkdtempSync(join(tmpdir(), `ecsdeploy-sandbox-blobs-${pid}-`));
    writeFileSync(join(folder, 'sha256-0'), 'left behind');
    made.push(folder);
    return folder;
  }

  it('is private, and its name tells the process', () => {
    const folder = makeBlobFolder();
    made.push(folder);
    expect(folder).toContain(`ecsdeploy-sandbox-blobs-${process.pid}-`);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('is swept when its process is gone, and only then', () => {
    const gone = folderOf(spawnSync(process.execPath, ['--version']).pid);
    const reused = folderOf(process.pid);
    const alive = folderOf(process.ppid);
    const ours = makeBlobFolder();
    made.push(ours);
    sweepBlobFolders();
    expect([gone, reused, alive, ours].map(existsSync)).toEqual([false, false, true, true]);
  });
});
