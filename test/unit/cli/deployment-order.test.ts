import { describe, expect, it } from '@jest/globals';
import { deploymentOrders } from '../../../src/cli/github/deployment-order.ts';
import type { ResolvedService } from '../../../src/config/resolved-service.ts';

type GitHub = ResolvedService['github'];

function aService(service: string, github?: GitHub): ResolvedService {
  const nothing = { after: [], deployment: {}, gates: [], watchForMilliseconds: 0, provenance: new Map() };
  return { name: service, cluster: 'demo', service, github, ...nothing };
}

describe('the deployments that GitHub is to show', () => {
  it('are none unless somebody asks; a flag wins over the file', () => {
    const wanted = aService('web', { deployment: true });

    expect(deploymentOrders('deploy', [aService('web')], {})).toEqual([]);
    expect(deploymentOrders('deploy', [wanted], { 'github-deployment': false })).toEqual([]);
    expect(deploymentOrders('deploy', [wanted], {})).toHaveLength(1);
    expect(deploymentOrders('deploy', [aService('web')], { 'github-deployment': true })).toHaveLength(1);
  });

  it.each([
    [{ deployment: true, environment: 'live' }, 'production', 'live'],
    [{ deployment: true }, 'production', 'production'],
    [{ deployment: true }, undefined, 'demo/web'],
  ] satisfies [GitHub, string | undefined, string][])(
    '%j with --environment %s goes to %s',
    (github, environment, name) => {
      expect(deploymentOrders('resume', [aService('web', github)], { environment })).toEqual([
        { action: 'resume', environment: name, url: undefined, services: ['demo/web'] },
      ]);
    },
  );

  it('are one for each environment, with all services that go there; the URL of the flag wins', () => {
    const url = 'https://shop.example';
    const services = [
      aService('web', { environment: 'shop', url }),
      aService('api', { environment: 'shop' }),
      aService('jobs', { environment: 'jobs', url: 'https://jobs.example' }),
    ];
    const asked = { 'github-deployment': true };

    expect(deploymentOrders('deploy', services, asked)).toEqual([
      { action: 'deploy', environment: 'shop', url, services: ['demo/web', 'demo/api'] },
      { action: 'deploy', environment: 'jobs', url: 'https://jobs.example', services: ['demo/jobs'] },
    ]);
    expect(
      deploymentOrders('deploy', services, { ...asked, 'environment-url': 'https://x.example' }).map(
        (order) => order.url,
      ),
    ).toEqual(['https://x.example', 'https://x.example']);
  });
});
