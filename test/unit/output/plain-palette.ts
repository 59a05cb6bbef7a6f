import { paletteFor } from '../../../src/output/palette.ts';

export const plain = paletteFor({ color: false });
export const colored = paletteFor({ color: true });
