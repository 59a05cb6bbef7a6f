import { BaseCommand } from '../cli/base-command.ts';
import { buildFlags, sourceFlags } from '../cli/build-flags.ts';
import { chooseImage, imageRequest } from '../cli/image-request.ts';
import { dryRunFlag, serviceArgument } from '../cli/shared-flags.ts';
import { withContext } from '../cli/wire.ts';
import { describeImagePlan } from '../output/describe-image.ts';
import { builtText, foundText } from '../output/image-text.ts';

export default class Build extends BaseCommand<typeof Build> {
  static override summary = 'Build the image of a commit into the local engine.';
  static override description =
    "The tag is the commit's whole SHA. Nothing is built when the registry, or the local engine, holds an image of the same source and recipe. A failing build ends with 6 and shows the step that failed.";
  static override examples = [
    { description: 'The image of a service of ecsdeploy.yml', command: '<%= config.bin %> build api' },
    {
      description: 'Without a file',
      command: '<%= config.bin %> build --repository shop/api --platform linux/arm64',
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
      const { build } = await import('../release/build.ts');
      return await build(context, request, { account, dryRun: flags['dry-run'] });
    });
    if (image !== undefined) this.print(builtText(image, args.name), { image });
    else if (plan.existing !== undefined) this.print(foundText(plan, args.name), { image: plan });
    else this.print(describeImagePlan(plan), { image: plan });
  }
}
