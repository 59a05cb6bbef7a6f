/** An object as it was put. Buckets have no versions. */
export interface S3Object {
  readonly body: Uint8Array;
  /** The MD5 of the body in hexadecimal, without quotes. */
  readonly eTag: string;
  readonly contentType: string;
  /** `x-amz-meta-…`, under the name without that. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
}

/** S3 as far as a revision can be there: buckets with their objects. They are of all regions, as names of buckets are. */
export class S3State {
  /** Name → key → object. */
  readonly buckets = new Map<string, Map<string, S3Object>>();

  object(bucket: string, key: string): S3Object | undefined {
    return this.buckets.get(bucket)?.get(key);
  }

  clear(): void {
    this.buckets.clear();
  }
}
