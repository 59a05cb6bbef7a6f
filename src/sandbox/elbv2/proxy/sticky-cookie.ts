/** The cookie that keeps a client with a target group, and its twin for requests from other sites. */
const cookieName = 'AWSALBTG';

/** The target group that a client says it belongs to. AWS encrypts the cookie; here it holds the group's name and id. */
export function stickyGroup(
  cookieHeader: string | undefined,
  groupArns: readonly string[],
): string | undefined {
  const pairs = (cookieHeader ?? '').split(';').map((pair) => pair.trim());
  const value = pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
  return value === undefined ? undefined : groupArns.find((arn) => valueFor(arn) === value);
}

/** `Set-Cookie` values that keep a client with this group for so many seconds from `now`, in milliseconds since the epoch. */
export function stickyCookies(groupArn: string, seconds: number, now: number): string[] {
  const expires = new Date(now + 1000 * seconds).toUTCString();
  const value = valueFor(groupArn);
  return [
    `${cookieName}=${value}; Expires=${expires}; Path=/`,
    `${cookieName}CORS=${value}; Expires=${expires}; Path=/; SameSite=None`,
  ];
}

function valueFor(groupArn: string): string {
  return Buffer.from(groupArn.slice(groupArn.indexOf(':targetgroup/') + 1)).toString('base64url');
}
