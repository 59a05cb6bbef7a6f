import { invalidToken } from './find.ts';

/** `f/` and 56 digits, as GetLogEvents writes them; here the digits are a position in the stream. */
export function writeToken(direction: 'f' | 'b', position: number): string {
  return `${direction}/${String(position).padStart(56, '0')}`;
}

/** Which events to return, from `start` to before `end`: after a token, before one, or the first or last page. */
export function windowOf(
  length: number,
  limit: number,
  token: string | undefined,
  isFromHead: boolean,
): [start: number, end: number] {
  if (token !== undefined) {
    const match = /^([fb])\/(\d{56})$/.exec(token);
    if (match === null) throw invalidToken();
    const position = Math.min(Number(match[2]), length);
    return match[1] === 'f'
      ? [position, Math.min(length, position + limit)]
      : [Math.max(0, position - limit), position];
  }
  return isFromHead ? [0, Math.min(length, limit)] : [Math.max(0, length - limit), length];
}
