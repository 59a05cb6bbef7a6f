/**
 * Docker Hub goes by three names: images are named by `docker.io`, read from another host, and logins are kept under a third
 * (docker/cli, package registry: `DefaultRegistryHost`, `IndexServer`).
 */
const names: ReadonlySet<string> = new Set(['docker.io', 'index.docker.io']);

/** The host that answers for a registry. */
export function hostOf(registry: string): string {
  return names.has(registry) ? 'registry-1.docker.io' : registry;
}

/** What docker keeps the login of a registry under. */
export function loginKeyOf(registry: string): string {
  return names.has(registry) ? 'https://index.docker.io/v1/' : registry;
}
