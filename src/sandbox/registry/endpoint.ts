/** What a path under `/v2/` is about. `name` is that of a repository, and may have slashes in it. */
export type Endpoint =
  | { readonly kind: 'base' }
  | { readonly kind: 'catalog' }
  | { readonly kind: 'tags'; readonly name: string }
  | { readonly kind: 'manifest'; readonly name: string; readonly reference: string }
  | { readonly kind: 'blob'; readonly name: string; readonly digest: string }
  | { readonly kind: 'uploads'; readonly name: string }
  | { readonly kind: 'upload'; readonly name: string; readonly id: string }
  | { readonly kind: 'referrers'; readonly name: string; readonly digest: string };

/** OCI distribution specification, "Endpoints"; undefined for a path that is none of them. */
export function readEndpoint(path: string): Endpoint | undefined {
  const rest = decode(path)?.replace(/^\/v2\/?/, '');
  if (rest === undefined) return undefined;
  if (rest === '') return { kind: 'base' };
  if (rest === '_catalog') return { kind: 'catalog' };
  // A repository may itself be called `blobs`: what counts stands at the end.
  const [, name = '', what, last = ''] =
    /^(.+)\/(tags|manifests|blobs\/uploads|blobs|referrers)\/([^/]*)$/.exec(rest) ?? [];
  switch (what) {
    case 'tags':
      return last === 'list' ? { kind: 'tags', name } : undefined;
    case 'manifests':
      return last === '' ? undefined : { kind: 'manifest', name, reference: last };
    case 'blobs/uploads':
      return last === '' ? { kind: 'uploads', name } : { kind: 'upload', name, id: last };
    case 'blobs':
      return last === 'uploads' ? { kind: 'uploads', name } : { kind: 'blob', name, digest: last };
    case 'referrers':
      return { kind: 'referrers', name, digest: last };
    case undefined:
    default:
      return undefined;
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
