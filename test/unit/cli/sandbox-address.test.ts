import { describe, expect, it } from '@jest/globals';
import { sandboxAddress } from '../../../src/cli/sandbox-address.ts';

describe('where the sandbox is', () => {
  it('is what --port says, then AWS_ENDPOINT_URL, then the usual port', () => {
    const env = { AWS_ENDPOINT_URL: 'http://localhost:4600/' };

    expect(sandboxAddress(4700, env)).toBe('http://127.0.0.1:4700');
    expect(sandboxAddress(undefined, env)).toBe('http://localhost:4600');
    expect(sandboxAddress(undefined, {})).toBe('http://127.0.0.1:4566');
    expect(sandboxAddress(undefined, { AWS_ENDPOINT_URL: '' })).toBe('http://127.0.0.1:4566');
  });

  it.each(['nonsense', 'https://ecs.eu-central-1.amazonaws.com'])('is not %s', (text) => {
    expect(() => sandboxAddress(undefined, { AWS_ENDPOINT_URL: text })).toThrow(text);
  });
});
