import { open } from 'node:fs/promises';
import { ConfigNotFound, UnreadableConfig } from './unreadable-config.ts';

// A configuration that people write has kilobytes; a megabyte is a file of something else.
const largest = 1024 * 1024;

export async function readConfigFile(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await requireFile(file, handle);
      if (size > largest)
        throw new UnreadableConfig(file, `is ${size} bytes long, at most ${largest} are read`);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UnreadableConfig) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new ConfigNotFound(file);
    const why = code === 'EACCES' || code === 'EPERM' ? 'permission denied' : (code ?? String(error));
    throw new UnreadableConfig(file, `cannot be read: ${why}`, error);
  }
}

async function requireFile(
  file: string,
  handle: Awaited<ReturnType<typeof open>>,
): Promise<{ size: number }> {
  const status = await handle.stat();
  if (status.isDirectory()) throw new UnreadableConfig(file, 'is a directory, not a configuration file');
  if (!status.isFile()) throw new UnreadableConfig(file, 'is no regular file');
  return { size: status.size };
}
