import { describe, expect, it } from '@jest/globals';
import { calledAs } from '../../../src/cli/called-as.ts';
import type { Source } from '../../../src/config/provenance.ts';
import type { ResolvedService } from '../../../src/config/resolved-service.ts';

const inFile: Source = { kind: 'file', file: 'ecsdeploy.yml', line: 1, column: 1, references: [] };
const byFlag: Source = { kind: 'flag', flag: '--cluster' };

function aService(name: string, source: Source): ResolvedService {
  return {
    name,
    cluster: 'prod',
    service: `shop-${name}`,
    after: [],
    deployment: {},
    gates: [],
    watchForMilliseconds: 0,
    provenance: new Map([['cluster', source]]),
  };
}

describe('how printed commands name a service', () => {
  it('by its name in the file, with the flags that lead there', () => {
    const names = calledAs([aService('web', inFile), aService('api', inFile)], { environment: 'production' });

    expect(names('prod/shop-api')).toBe('api --environment production');
    expect(names('prod/other')).toBeUndefined();
  });

  it('as a shell reads it', () => {
    const names = calledAs([aService('web', inFile)], { config: "it's here/$x.yml", cluster: 'blue' });

    expect(names('prod/shop-web')).toBe(String.raw`web --config 'it'\''s here/$x.yml' --cluster blue`);
  });

  it('not by a name that no file has', () => {
    expect(calledAs([aService('web', byFlag)], {})('prod/shop-web')).toBeUndefined();
  });
});
