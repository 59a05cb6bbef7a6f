import { BaseCommand } from '../cli/base-command.ts';
import { buildFlags, sourceFlags } from '../cli/build-flags.ts';
import { chooseImage, imageRequest } from '../cli/image-request.ts';
import { dryRunFlag, serviceArgument } from '../cli/shared-flags.ts';
import { withContext } from '../cli/wire.ts';
import { describeImagePlan } from '../output/describe-image.ts';
import { settledText } from '../output/image-text.ts';

export default class Push extends BaseCommand<typeof Push> {
  static override summary = 'Build the image of a commit and push it, unless the registry holds it.';
  static override description =
    'Ends with the digest that the registry gives. The login to ECR lives in a private configuration of docker, which is removed afterwards; other registries are pushed to with the login that docker has. A failing push ends with 6.';
  static override examples = [
    { description: 'The image of a service of ecsdeploy.yml', command: '<%= config.bin %> push api' },
    {
      description: 'Without a file, into a repository that may have to be made',
      command: '<%= config.bin %> push --repository shop/api --create-repository',
    },
    {
      description: 'The digest, for a script',
      command: '<%= config.bin %> push api --json | jq -r .image.digest',
    },
  ];

  static override args = serviceArgument;
  static override flags = { ...buildFlags, ...sourceFlags, ...dryRunFlag };

  async run(): Promise<void> {
    const { flags, args } = this;
    const { settings, region, account } = await chooseImage({ ...flags, name: args.name });
    const request = await imageRequest(settings, flags);
    const wiring = this.wiringOf(settings.repository, region);
    const { plan, image } = await withContext(wiring, async (context) => {
      const { push } = await import('../release/push.ts');
      return await push(context, request, { account, dryRun: flags['dry-run'] });
    });
    if (image === undefined) this.print(describeImagePlan(plan), { image: plan });
    else this.print(settledText(image, args.name), { image });
  }
}
