import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { HttpAnswer, HttpQuestion } from '../gates/gate-context.ts';
import { NoHttpAnswer } from '../gates/no-http-answer.ts';
import type { Clock } from '../model/clock.ts';
import { formatDuration } from '../model/duration.ts';

const readAtMost = 64 * 1024;

/**
 * What only somebody who was asked can have done. Everything else may be this machine's own: no name, no network, no descriptors, a
 * firewall, a header that cannot be sent, a certificate whose issuer it does not know.
 */
const signsOfLife: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EPROTO',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
]);

/** Families of codes of the same kind: what came was no HTTP, or no TLS. */
const brokenAnswers = /^(HPE|ERR_SSL)_/;

/** Whether an error proves that the question reached somebody. */
export function provesSomebodyAsked(code: string | undefined): boolean {
  return code !== undefined && (signsOfLife.has(code) || brokenAnswers.test(code));
}

/**
 * Asks a URL once, on a connection of its own: one that is kept could stay with an old target for as long as it is open.
 * @throws NoHttpAnswer, or the signal's reason
 */
export async function askOverNetwork(clock: Clock, question: HttpQuestion): Promise<HttpAnswer> {
  const { timeout, signal } = question;
  signal?.throwIfAborted();
  const startedAt = clock.now();
  const tooLate = new AbortController();
  const done = new AbortController();
  const { hostname } = new URL(question.url);
  let isResolved = isAddress(hostname);
  clock.sleep(timeout, done.signal).then(
    () => tooLate.abort(),
    () => undefined,
  );
  try {
    const stop = AbortSignal.any(signal === undefined ? [tooLate.signal] : [tooLate.signal, signal]);
    const { status, body } = await exchange(question, stop, () => {
      isResolved = true;
    });
    return { status, body, milliseconds: clock.now() - startedAt };
  } catch (error) {
    signal?.throwIfAborted();
    if (!tooLate.signal.aborted) throw toNoAnswer(error);
    const what = isResolved ? 'no answer' : `the name ${hostname} was not resolved`;
    // Whose name this machine has not found by then was not asked.
    throw new NoHttpAnswer(`${what} within ${formatDuration(timeout)}`, isResolved, error);
  } finally {
    done.abort();
  }
}

/** Whether there is no name to be resolved; an address of IPv6 stands in brackets. */
function isAddress(hostname: string): boolean {
  return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;
}

function exchange(
  { url, method, headers }: HttpQuestion,
  signal: AbortSignal,
  onResolved: () => void,
): Promise<Pick<HttpAnswer, 'status' | 'body'>> {
  const send = new URL(url).protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method,
      headers: { 'user-agent': 'ecsdeploy', ...headers },
      agent: false,
      signal,
    });
    request.once('error', reject);
    request.once('socket', (socket) => {
      // One that fails says so by the error of the request.
      socket.on('lookup', (error: Error | null) => {
        if (error === null) onResolved();
      });
    });
    request.once('response', (response) => {
      const status = response.statusCode ?? 0;
      beginningOf(response).then((body) => resolve({ status, body }), reject);
    });
    request.end();
  });
}

/** As much as anybody looks at; whoever sends more is not listened to. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    // Leaving the loop closes the connection.
    if (size >= readAtMost) break;
  }
  return Buffer.concat(chunks).subarray(0, readAtMost).toString('utf8');
}

function toNoAnswer(error: unknown): NoHttpAnswer {
  const { code, message } = error as NodeJS.ErrnoException;
  // Of several addresses that were tried in vain, Node tells nothing but the code.
  const words = message === '' ? (code ?? 'no answer') : message;
  return new NoHttpAnswer(words, provesSomebodyAsked(code), error);
}
