import { refused } from '../refusals.ts';

const platforms = ['Server', 'Lambda', 'ECS', 'Kubernetes'];

/** Server where nothing is said, as at AWS. @throws InvalidComputePlatformException unless it is ECS */
export function requireEcs(computePlatform = 'Server'): void {
  if (computePlatform === 'ECS') return;
  throw refused(
    'InvalidComputePlatformException',
    platforms.includes(computePlatform)
      ? `The ecsdeploy sandbox does not have the compute platform ${computePlatform}, only ECS (computePlatform ECS).`
      : `ComputePlatform '${computePlatform}' is not valid. Valid values are [${platforms.join(', ')}]`,
  );
}
