import type { Image } from '../../ecr/repository.ts';
import { ociIndex } from '../../ecr/media-types.ts';
import { requireRepository, type RegistryOperation } from '../registry-context.ts';
import { RegistryError } from '../registry-error.ts';
import type { RegistryRequest, RegistryResponse } from '../registry-request.ts';

/** What clients ask first: whether this is a registry, and whether they are let in. */
export const ping: RegistryOperation<'base'> = () => json({});

export const listTags: RegistryOperation<'tags'> = ({ world, request, endpoint: { name } }) => {
  const { items, headers } = page(request, [...requireRepository(world, name).tags.keys()]);
  return json({ name, tags: items }, headers);
};

export const listRepositories: RegistryOperation<'catalog'> = ({ world, request }) => {
  const { items, headers } = page(request, [...world.ecr.repositories.keys()]);
  return json({ repositories: items }, headers);
};

/** The artifacts that are about an image: signatures, attestations. */
export const listReferrers: RegistryOperation<'referrers'> = ({ world, request, endpoint }) => {
  const { images } = requireRepository(world, endpoint.name);
  const filter = request.query.get('artifactType');
  const manifests = [...images.values()]
    .filter(({ subject }) => subject === endpoint.digest)
    .filter(({ artifactMediaType }) => filter === null || filter === artifactMediaType)
    .map(describe);
  return json(
    { schemaVersion: 2, mediaType: ociIndex, manifests },
    {
      'content-type': ociIndex,
      ...(filter !== null && { 'oci-filters-applied': 'artifactType' }),
    },
  );
};

function describe({ text, digest, mediaType, artifactMediaType }: Image): object {
  const { annotations } = JSON.parse(text) as { readonly annotations?: unknown };
  return { mediaType, digest, size: Buffer.byteLength(text), artifactType: artifactMediaType, annotations };
}

/** Names in order, at most `n` of them, after `last`; where there are more, the `Link` of RFC 5988 names the next page. */
function page(
  { query, path }: RegistryRequest,
  names: readonly string[],
): { readonly items: readonly string[]; readonly headers: Record<string, string> } {
  const last = query.get('last') ?? '';
  const limit = query.has('n') ? Number(query.get('n')) : Number.POSITIVE_INFINITY;
  if (Number.isNaN(limit) || limit < 0) {
    throw new RegistryError(
      'PAGINATION_NUMBER_INVALID',
      `n must be a number of at least 0, not '${query.get('n') ?? ''}'`,
    );
  }
  const after = [...names].sort().filter((name) => name > last);
  const items = after.slice(0, limit);
  const end = items.at(-1);
  if (end === undefined || items.length === after.length) return { items, headers: {} };
  const next = new URLSearchParams({ n: String(limit), last: end });
  return { items, headers: { link: `<${path}?${next.toString()}>; rel="next"` } };
}

function json(value: object, headers: Record<string, string> = {}): RegistryResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}
