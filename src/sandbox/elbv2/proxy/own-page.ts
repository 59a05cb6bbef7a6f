/** What the load balancer itself answers with, in the words of its pages. */
const reasons = {
  301: 'Moved Permanently',
  302: 'Found',
  400: 'Bad Request',
  405: 'Not Allowed',
  408: 'Request Time-out',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
} as const;

export type OwnStatus = keyof typeof reasons;

/** What a load balancer calls itself in the answers that are its own. */
export const serverName = 'awselb/2.0';

/** The page that AWS's load balancer sends, to the byte; a sentence of the sandbox's own where it has something to explain. */
export function ownPage(status: OwnStatus, sentence?: string): string {
  const title = `${status} ${reasons[status]}`;
  return [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    ...(sentence === undefined ? [] : [`<p>${escapeHtml(sentence)}</p>`]),
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}

export function reasonOf(status: OwnStatus): string {
  return reasons[status];
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
