/** The name of a file as text; in quotes where it holds more than letters, digits, signs and single spaces. */
export function showName(name: Buffer): string {
  const text = name.toString('utf8');
  const isPlain = /^[\p{L}\p{N}\p{M}\p{P}\p{S}]+(?: [\p{L}\p{N}\p{M}\p{P}\p{S}]+)*$/u.test(text);
  return isPlain && !/["\\]/.test(text) ? text : JSON.stringify(text);
}
