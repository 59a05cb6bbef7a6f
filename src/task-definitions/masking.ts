// Names that people give to secrets, in log options, labels and driver options.
const secretName =
  /token|secret|passw|passphrase|api[-_]?key|access[-_]?key|private[-_]?key|credential|auth/i;
// Secrets inside a text: --password=x, TOKEN: x, https://user:password@host.
const secretText =
  /(?:token|secret|passw\w*|passphrase|api[-_]?key|access[-_]?key)["']?\s*[=:\s]\s*\S|:\/\/[^/\s:@]*:[^@\s/]+@/i;
// Members of ECS that only name where a secret is kept; that is shown.
const references: ReadonlySet<string> = new Set([
  'valueFrom',
  'credentialsParameter',
  'credentialSpecs',
  'authorizationConfig',
  'accessPointId',
  'iam',
  'domain',
]);

/** Whether a value may be a secret, by the names that lead to it and by itself. Rather once too often. */
export function maySecret(names: readonly string[], value: unknown): boolean {
  if (names.some((name) => references.has(name))) return false;
  const [environment, secretOfECS] = [names.includes('environment'), names.includes('secrets')];
  if (environment) return true;
  if (secretOfECS) return names.at(-1) !== 'name';
  if (names.some((name) => secretName.test(name) && name !== 'secretOptions')) return true;
  const text = Array.isArray(value) ? value.map(String).join(' ') : value;
  return typeof text === 'string' && secretText.test(text);
}
