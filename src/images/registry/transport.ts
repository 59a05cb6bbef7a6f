/** One read of a registry. Header names are in lower case. */
export interface RegistryRequest {
  readonly method: 'GET';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface RegistryResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** How a registry is asked: over the network, or in a rehearsal without sockets. Rejects when there is no answer. */
export type RegistryTransport = (request: RegistryRequest) => Promise<RegistryResponse>;

// Manifests and configurations are a few kilobytes; whoever sends more than this sends something else.
const largestBody = 8 * 1024 * 1024;

/**
 * Over the network, by Node's own fetch: it follows the redirect to where the registry keeps its blobs, and takes the login off when
 * that is another host.
 */
export const networkTransport: RegistryTransport = async ({ method, url, headers, signal }) => {
  const response = await fetch(url, { method, headers, signal });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > largestBody) throw new Error(`the answer is larger than ${largestBody} bytes`);
    chunks.push(bytes);
  }
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.concat(chunks),
  };
};
