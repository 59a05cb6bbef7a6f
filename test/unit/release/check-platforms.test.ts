import { describe, expect, it } from '@jest/globals';
import { platformOf } from '../../../src/release/check-platforms.ts';

const definition = { family: 'web', containerDefinitions: [] };

describe('what tasks of a definition run on', () => {
  it('is X86_64 on Fargate where nothing is said', () => {
    expect(platformOf({ ...definition, requiresCompatibilities: ['FARGATE'] })).toBe('linux/amd64');
  });

  it('is unknown on instances where nothing is said: they may be of either kind', () => {
    expect(platformOf(definition)).toBeUndefined();
    expect(platformOf({ ...definition, requiresCompatibilities: ['EC2'] })).toBeUndefined();
    expect(platformOf({ ...definition, runtimePlatform: {} })).toBeUndefined();
  });

  it.each([
    [{ cpuArchitecture: 'ARM64' }, 'linux/arm64'],
    [{ cpuArchitecture: 'X86_64' }, 'linux/amd64'],
    [{ cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' }, 'linux/arm64'],
    [{ cpuArchitecture: 'X86_64', operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' }, 'windows/amd64'],
  ])('is what runtimePlatform says: %j', (runtimePlatform, platform) => {
    expect(platformOf({ ...definition, runtimePlatform })).toBe(platform);
  });
});
