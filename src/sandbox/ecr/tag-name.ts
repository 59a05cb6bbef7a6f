/** The pattern of `imageTag` (API_PutImage), and of tags in the OCI distribution specification. */
const legal = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,299}$/;

/** What is wrong with a tag, in ECR's form; undefined where nothing is. */
export function refuseTagName(tag: string): string | undefined {
  if (legal.test(tag)) return undefined;
  return `Invalid parameter at 'imageTag' failed to satisfy constraint: 'must satisfy regular expression '[a-zA-Z0-9_][a-zA-Z0-9._-]{0,299}''`;
}
