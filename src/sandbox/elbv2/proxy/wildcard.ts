type Token =
  { readonly kind: 'any' } | { readonly kind: 'one' } | { readonly kind: 'text'; readonly character: string };

export interface WildcardOptions {
  readonly ignoreCase: boolean;
  /** `\*` and `\?` stand for themselves, as in query string conditions. */
  readonly hasEscapes?: boolean | undefined;
}

/**
 * Whether a text fits a pattern of a rule condition: `*` is any number of characters, `?` exactly one, everything else itself. Takes no
 * longer than the product of both lengths, whatever the pattern.
 */
export function fitsWildcard(pattern: string, text: string, options: WildcardOptions): boolean {
  const tokens = tokenise(options.ignoreCase ? pattern.toLowerCase() : pattern, options.hasEscapes === true);
  const characters = options.ignoreCase ? text.toLowerCase() : text;
  let token = 0;
  let position = 0;
  let lastAny = -1;
  let afterAny = 0;
  while (position < characters.length) {
    const current = tokens[token];
    if (current?.kind === 'any') {
      lastAny = token++;
      afterAny = position;
    } else if (current !== undefined && fitsOne(current, characters.charAt(position))) {
      token++;
      position++;
    } else if (lastAny >= 0) {
      // The last `*` takes one character more.
      token = lastAny + 1;
      position = ++afterAny;
    } else {
      return false;
    }
  }
  return tokens.slice(token).every((rest) => rest.kind === 'any');
}

function fitsOne(token: Token, character: string): boolean {
  return token.kind === 'one' || (token.kind === 'text' && token.character === character);
}

function tokenise(pattern: string, hasEscapes: boolean): Token[] {
  const tokens: Token[] = [];
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern.charAt(index);
    const next = pattern.charAt(index + 1);
    if (hasEscapes && character === '\\' && (next === '*' || next === '?')) {
      tokens.push({ kind: 'text', character: next });
      index++;
    } else if (character === '*') tokens.push({ kind: 'any' });
    else if (character === '?') tokens.push({ kind: 'one' });
    else tokens.push({ kind: 'text', character });
  }
  return tokens;
}
