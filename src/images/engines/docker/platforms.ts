const otherNames: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  'arm64/v8': 'arm64',
  'aarch64/v8': 'arm64',
};

/** `linux/x86_64` → `linux/amd64`: the names that images carry. */
export function normalPlatform(platform: string): string {
  const [os = '', ...rest] = platform.toLowerCase().split('/');
  const architecture = rest.join('/');
  return `${os}/${otherNames[architecture] ?? architecture}`;
}

export function isSamePlatform(one: string, other: string): boolean {
  return normalPlatform(one) === normalPlatform(other);
}
