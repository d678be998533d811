import { Text, type TextProps } from '@mantine/core';
import type { Telling } from '../lib/telling.ts';

interface ToldProps {
  readonly telling: Telling;
  readonly size?: TextProps['size'];
  /** Without what can be done about it. */
  readonly isShort?: boolean;
  readonly isBold?: boolean;
}

/** What the server says, in the reader's language where there are words for it; its own stand below where they say more. */
export function Told({ telling: { sentence, remedy, own }, size = 'sm', isShort = false, isBold = false }: ToldProps) {
  const weight = isBold ? { fw: 600 } : {};
  return (
    <>
      {sentence === null ? null : (
        <Text size={size} {...weight}>
          {remedy === null || isShort ? sentence : `${sentence} ${remedy}`}
        </Text>
      )}
      {own === null ? null : (
        <Text
          size={sentence === null ? size : 'xs'}
          {...(sentence === null ? weight : {})}
          lang="en"
          style={{ overflowWrap: 'anywhere' }}
        >
          {own}
        </Text>
      )}
    </>
  );
}

interface ToldInlineProps extends Pick<ToldProps, 'telling'> {
  /** Also the server's own, where there is room for it. */
  readonly isWhole?: boolean;
}

/** The same within a line, without what can be done about it. */
export function ToldInline({ telling: { sentence, own }, isWhole = false }: ToldInlineProps) {
  if (sentence === null) return <span lang="en">{own}</span>;
  return isWhole && own !== null ? (
    <>
      {sentence} <span lang="en">{own}</span>
    </>
  ) : (
    sentence
  );
}
