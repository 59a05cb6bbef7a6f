// Names that people give to secrets: of environment variables, log options, labels, driver options.
const secretName =
  /token|secret|passw|passphrase|api[-_]?key|access[-_]?key|private[-_]?key|credential|auth(?!or(?!i[sz]))|(?<!by|com|sur)pass$|(?:^|[-_.])dsn$|pwd$|connection[-_]?string/i;
// `RAILS_MASTER_KEY`, `STRIPE_KEY`: what settings call a key is one, unless it is the key of a table.
const keySetting =
  /^[A-Z][A-Z0-9_]*(?<!PUBLIC|PARTITION|SORT|RANGE|HASH|PRIMARY|FOREIGN|ROUTING|CACHE|OBJECT|S3)_KEY$/;
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

/** Whether the name of a setting says that its value may be a secret. Rather once too often. */
export function isSecretName(name: string): boolean {
  return (secretName.test(name) || keySetting.test(name)) && !isReferenceName(name);
}

/** Whether a member of a task definition with this name only names where a secret is kept. */
export function isReferenceName(name: string): boolean {
  return references.has(name);
}
