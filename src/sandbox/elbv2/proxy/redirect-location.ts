import type { RedirectActionConfig } from '@aws-sdk/client-elastic-load-balancing-v2';

/** The parts of the URL that was asked for, which a redirect may keep. */
export interface AskedUrl {
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly query: string;
}

/** Where a redirect leads. A part that is not given is kept (RedirectActionConfig in the API reference). */
export function redirectLocation(config: RedirectActionConfig, asked: AskedUrl): string {
  const fill = (template: string): string =>
    template
      .replaceAll('#{protocol}', asked.protocol.toLowerCase())
      .replaceAll('#{host}', asked.host)
      .replaceAll('#{port}', String(asked.port))
      // The slash before it stands in the template.
      .replaceAll('#{path}', asked.path.replace(/^\//, ''))
      .replaceAll('#{query}', asked.query);
  const protocol = fill(config.Protocol ?? '#{protocol}').toLowerCase();
  const host = fill(config.Host ?? '#{host}');
  const port = fill(config.Port ?? '#{port}');
  const path = fill(config.Path ?? '/#{path}');
  const query = fill(config.Query ?? '#{query}');
  return `${protocol}://${host}:${port}${path}${query === '' ? '' : `?${query}`}`;
}
