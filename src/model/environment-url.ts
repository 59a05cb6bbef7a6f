/** What is wrong with the URL of an environment, which everybody sees who sees the repository; undefined: nothing. */
export function environmentUrlMistake(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text))
    return 'must be a URL that begins with http:// or https://';
  const { username, password } = new URL(text);
  return username === '' && password === '' ? undefined : 'must not hold a login';
}
