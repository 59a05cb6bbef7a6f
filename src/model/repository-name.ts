// The grammar of names in the OCI distribution specification; of registries as Docker has it.
const namePattern = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const registryPattern = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d+)?$/;
const longestName = 255;

/**
 * What is wrong with the name (`shop/web`) or the URI (`<registry>/shop/web`) of a repository, as the end of a sentence that
 * begins with it; undefined when nothing is.
 */
export function repositoryMistake(text: string): string | undefined {
  if (text === '') return 'must be the name or the URI of a repository, such as shop/web';
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0];
  if (scheme !== undefined) return `must have no scheme: leave ${scheme} out`;
  if (text.includes('@')) return 'must have no digest: it names where images go, not one of them';
  const [tag] = /:[^/]*$/.exec(text) ?? [];
  if (tag !== undefined) return `must have no tag: leave ${tag} out, the tag is the commit`;
  if (/\s/.test(text)) return 'must have no spaces';
  if (text.endsWith('/') || text.startsWith('/')) return 'must neither begin nor end with a slash';

  const slash = text.indexOf('/');
  const first = slash === -1 ? '' : text.slice(0, slash);
  const hasRegistry = first === 'localhost' || /[.:]/.test(first);
  const name = hasRegistry ? text.slice(slash + 1) : text;
  if (hasRegistry && !registryPattern.test(first)) return `must name a registry, and ${first} is none`;
  if (slash === -1 && /\.amazonaws\.com(?:\.cn)?$/.test(text)) {
    return 'must name a repository after the registry, such as /shop/web';
  }
  if (/[A-Z]/.test(name))
    return `must be in lower case: ${hasRegistry ? `${first}/` : ''}${name.toLowerCase()}`;
  if (name.length > longestName) return `must be at most ${longestName} characters long`;
  return namePattern.test(name)
    ? undefined
    : 'must consist of lower-case letters and digits, separated by single . _ - or /';
}
