import { describe, expect, it } from '@jest/globals';
import {
  headersForClient,
  headersForTarget,
  type Framing,
  type Via,
} from '../../../src/sandbox/elbv2/proxy/headers.ts';

const via: Via = {
  clientIp: '10.1.2.3',
  protocol: 'https',
  port: 443,
  forwardedFor: 'append',
  now: 0x5e1_234_56 * 1000,
};
const none: Framing = { kind: 'none' };

function toTarget(raw: string[], change: Partial<Via> = {}): Record<string, string | undefined> {
  const headers = headersForTarget(raw, 'shop.example', none, { ...via, ...change });
  const names = headers.filter((_text, index) => index % 2 === 0);
  return Object.fromEntries(names.map((name, index) => [name, headers[2 * index + 1]]));
}

describe('a request on its way to the target', () => {
  it('says who asks, and how', () => {
    expect(toTarget([])).toEqual({
      Host: 'shop.example',
      'X-Forwarded-For': '10.1.2.3',
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Port': '443',
      'X-Amzn-Trace-Id': expect.stringMatching(/^Root=1-5e123456-[0-9a-f]{24}$/),
    });
  });

  it.each([
    ['append', '192.0.2.1, 192.0.2.2, 10.1.2.3'],
    ['preserve', '192.0.2.1, 192.0.2.2'],
    ['remove', undefined],
  ] as const)('treats X-Forwarded-For as told: %s', (forwardedFor, expected) => {
    const raw = [
      'X-Forwarded-For',
      '192.0.2.1',
      'x-forwarded-for',
      '192.0.2.2',
      'X-Forwarded-Proto',
      'gopher',
    ];
    expect(toTarget(raw, { forwardedFor })['X-Forwarded-For']).toBe(expected);
    expect(toTarget(raw)['X-Forwarded-Proto']).toBe('https');
  });

  it.each([
    ['Root=1-67891233-abcdef012345678912345678', /^Self=1-[^;]+;Root=1-67891233-abcdef012345678912345678$/],
    ['CalledFrom=app', /^Root=1-[^;]+;CalledFrom=app$/],
  ])('keeps the trace %s', (given, expected) => {
    expect(toTarget(['X-Amzn-Trace-Id', given])['X-Amzn-Trace-Id']).toMatch(expected);
  });

  it('loses what was meant for one connection only, named or not', () => {
    const raw = [
      'Connection',
      'close, X-Secret',
      'Keep-Alive',
      'timeout=5',
      'X-Secret',
      '1',
      'TE',
      'trailers',
      'Accept',
      '*/*',
    ];
    expect(Object.keys(toTarget(raw))).toEqual(
      expect.not.arrayContaining(['Connection', 'Keep-Alive', 'X-Secret', 'TE']),
    );
    expect(toTarget(raw)).toMatchObject({ Accept: '*/*' });
  });

  it('is framed as it was understood, whatever the client says of framing', () => {
    const raw = [
      'Connection',
      'content-length',
      'Content-Length',
      '5',
      'Host',
      'other.example',
      'Expect',
      'x',
    ];
    const headers = headersForTarget(raw, 'shop.example', { kind: 'length', length: '5' }, via);
    expect(headers.slice(0, 4)).toEqual(['Host', 'shop.example', 'Content-Length', '5']);
    expect(headers.filter((name) => /^(host|content-length|expect)$/i.test(name))).toHaveLength(2);
  });
});

it('an answer keeps its repeated headers, and loses those of its connection', () => {
  const raw = [
    'Set-Cookie',
    'a=1',
    'Connection',
    'keep-alive',
    'set-cookie',
    'b=2',
    'Transfer-Encoding',
    'chunked',
  ];
  expect(headersForClient(raw)).toEqual(['Set-Cookie', 'a=1', 'set-cookie', 'b=2']);
});
