import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** Writes an image for two architectures as a folder in OCI's layout, as tools keep images on disk; returns the digest of its index. */
export async function writeLayout(folder: string, tag: string): Promise<string> {
  await mkdir(path.join(folder, 'blobs', 'sha256'), { recursive: true });
  const put = async (mediaType: string, content: Buffer | string): Promise<Descriptor> => {
    const hex = createHash('sha256').update(content).digest('hex');
    await writeFile(path.join(folder, 'blobs', 'sha256', hex), content);
    return { mediaType, digest: `sha256:${hex}`, size: Buffer.byteLength(content) };
  };
  const manifests = [];
  for (const architecture of ['amd64', 'arm64']) {
    // Two blocks of zeros: an archive with nothing in it, made to differ by its comment.
    const archive = Buffer.concat([emptyFile(architecture), Buffer.alloc(1024)]);
    const diffId = `sha256:${createHash('sha256').update(archive).digest('hex')}`;
    const config = {
      architecture,
      os: 'linux',
      config: { Cmd: [`/${architecture}`] },
      rootfs: { type: 'layers', diff_ids: [diffId] },
    };
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: await put('application/vnd.oci.image.config.v1+json', JSON.stringify(config)),
      layers: [await put('application/vnd.oci.image.layer.v1.tar+gzip', gzipSync(archive))],
    };
    const descriptor = await put(manifest.mediaType, JSON.stringify(manifest));
    manifests.push({ ...descriptor, platform: { os: 'linux', architecture } });
  }
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const index = await put(mediaType, JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
  const named = { ...index, annotations: { 'org.opencontainers.image.ref.name': tag } };
  await writeFile(path.join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: [named] }));
  await writeFile(path.join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  return index.digest;
}

/** The entry of an empty file in a tar archive (POSIX.1-1988, ustar). */
function emptyFile(name: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write('00000000000\0', 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\0', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
