import { maskText } from '../model/mask-text.ts';
import { isReferenceName, isSecretName } from '../model/secret-names.ts';

/** Whether a value may be a secret, by the names that lead to it and by itself. Rather once too often. */
export function maySecret(names: readonly string[], value: unknown): boolean {
  if (names.some(isReferenceName)) return false;
  const [environment, secretOfECS] = [names.includes('environment'), names.includes('secrets')];
  if (environment) return true;
  if (secretOfECS) return names.at(-1) !== 'name';
  // `auth-service:4f2a9c1` only sounds like one.
  if (names.at(-1) === 'image') return false;
  if (names.some((name) => isSecretName(name) && name !== 'secretOptions')) return true;
  const text = Array.isArray(value) ? value.map(String).join(' ') : value;
  return typeof text === 'string' && maskText(text) !== text;
}
