/** The client's `config.json`, as far as it matters here; other members are the client's own business. */
export interface ClientConfiguration {
  readonly credHelpers?: Readonly<Record<string, string>> | undefined;
  readonly credsStore?: string | undefined;
  readonly currentContext?: string | undefined;
  readonly [member: string]: unknown;
}

/** What decides about logins, which engine is meant, where plugins are, and how they behave. */
const inherited = [
  'auths',
  'credHelpers',
  'credsStore',
  'currentContext',
  'cliPluginsExtraDirs',
  'plugins',
  'proxies',
  'HttpHeaders',
  'features',
  // Clients before 20.10 know plugins and platforms only with it.
  'experimental',
] as const;

/** What the private configuration takes over from the user's. */
export function inheritConfiguration(text: string): ClientConfiguration {
  const theirs = parseObject(text);
  return Object.fromEntries(
    inherited.filter((member) => theirs[member] !== undefined).map((member) => [member, theirs[member]]),
  );
}

/** Whether logins may come from a credential helper; an empty name stands for the file itself. */
export function hasHelper({ credHelpers, credsStore }: ClientConfiguration): boolean {
  const names: unknown[] = [credsStore, ...Object.values(credHelpers ?? {})];
  return names.some((name) => typeof name === 'string' && name !== '');
}

/**
 * Has the login for a registry kept in the file itself: to the client an empty helper is the file, whatever `credsStore` says
 * (docker/cli, `getConfiguredCredentialStore`). A token that is good for hours has no business in a keychain.
 */
export function keepLoginInFile(text: string, registry: string): ClientConfiguration {
  const configuration: ClientConfiguration = parseObject(text);
  return { ...configuration, credHelpers: { ...configuration.credHelpers, [registry]: '' } };
}

/** A configuration that cannot be read counts as empty, as it does to the client. */
function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}
