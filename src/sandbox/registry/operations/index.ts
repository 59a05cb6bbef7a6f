import type { Endpoint } from '../endpoint.ts';
import type { RegistryOperation } from '../registry-context.ts';
import { getBlob } from './blobs.ts';
import { listReferrers, listRepositories, listTags, ping } from './listings.ts';
import { deleteManifest, getManifest, putManifest } from './manifests.ts';
import { cancelUpload, finishUpload, startUpload, uploadChunk, uploadStatus } from './uploads.ts';

interface Named<Kind extends Endpoint['kind']> {
  /** For the call log and for faults, after `registry:`. The registry's specification gives its requests no names. */
  readonly name: string;
  readonly run: RegistryOperation<Kind>;
}

type ByMethod<Kind extends Endpoint['kind']> = Readonly<Record<string, Named<Kind>>>;

/** Everything that the registry answers. */
const byEndpoint: { readonly [Kind in Endpoint['kind']]: ByMethod<Kind> } = {
  base: { GET: { name: 'Ping', run: ping } },
  catalog: { GET: { name: 'ListRepositories', run: listRepositories } },
  tags: { GET: { name: 'ListTags', run: listTags } },
  manifest: {
    HEAD: { name: 'HeadManifest', run: getManifest },
    GET: { name: 'GetManifest', run: getManifest },
    PUT: { name: 'PutManifest', run: putManifest },
    DELETE: { name: 'DeleteManifest', run: deleteManifest },
  },
  blob: {
    HEAD: { name: 'HeadBlob', run: getBlob },
    GET: { name: 'GetBlob', run: getBlob },
  },
  uploads: { POST: { name: 'StartUpload', run: startUpload } },
  upload: {
    GET: { name: 'GetUpload', run: uploadStatus },
    PATCH: { name: 'UploadChunk', run: uploadChunk },
    PUT: { name: 'FinishUpload', run: finishUpload },
    DELETE: { name: 'CancelUpload', run: cancelUpload },
  },
  referrers: { GET: { name: 'ListReferrers', run: listReferrers } },
};

/** Undefined where the registry has no such request. HEAD is answered wherever GET is. */
export function registryOperation<Kind extends Endpoint['kind']>(
  kind: Kind,
  method: string,
): Named<Kind> | undefined {
  const methods: ByMethod<Kind> = byEndpoint[kind];
  return methods[method] ?? (method === 'HEAD' ? methods['GET'] : undefined);
}

/** The names of all operations, as faults and the call log spell them: `registry:PutManifest`. */
export const registryOperationNames: readonly string[] = Object.values(byEndpoint).flatMap((methods) =>
  Object.values(methods).map(({ name }: { readonly name: string }) => `registry:${name}`),
);
