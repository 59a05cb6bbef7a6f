import { lineView } from './line-view.ts';
import type { Palette } from './palette.ts';
import type { View } from './view.ts';

export function liveView(stream: NodeJS.WriteStream, palette: Palette): View {
  return lineView((text) => stream.write(text), palette);
}
