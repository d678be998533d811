import { Box, Stack, Table, Text } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskAttempt } from '../../../src/contract/types.ts';
import { shortTime } from '../../lib/format.ts';
import { said, useTaskError } from '../../lib/telling.ts';
import { useShown } from '../../lib/use-shown.ts';
import { Told } from '../../ui/told.tsx';
import { seconds } from './seconds.ts';
import { SightLinks } from './sight-links.tsx';
import { type AttemptStep, type EvidenceLink, evidenceByStep, gapBefore, spanOf } from './waits.ts';
import { useStepName } from './words.tsx';

/** One try, step by step: when each began, what it took, how it ended, and what was seen. */
export function Attempt({ attempt }: { readonly attempt: TaskAttempt }) {
  const { t } = useTranslation('task');
  const shown = useShown();
  const { number, steps, app, committed_at: committedAt } = attempt;
  const evidence = evidenceByStep(attempt);
  const span = spanOf(attempt, Date.now());
  return (
    <Stack gap="xs">
      {app === null ? null : (
        <Text size="sm" c="dimmed">
          {app.id} {app.version}
        </Text>
      )}
      <Table.ScrollContainer minWidth={320} type="native">
        <Table verticalSpacing={6} aria-label={t('attempts.steps', { number })}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('attempts.step')}</Table.Th>
              <Table.Th visibleFrom="sm">{t('attempts.start')}</Table.Th>
              <Table.Th>{t('attempts.time')}</Table.Th>
              <Table.Th w="30%" visibleFrom="sm">
                {t('attempts.share')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {steps.map((step, index) => (
              <Fragment key={`${step.started_at} ${step.name}`}>
                <GapRow ms={gapBefore(steps, index)} />
                <StepRow step={step} failure={attempt.error} span={span} evidence={evidence.get(index) ?? []} />
              </Fragment>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {committedAt === null ? null : (
        <Text size="sm">{t('attempts.committed', { time: shortTime(new Date(committedAt), shown) })}</Text>
      )}
      {attempt.error === null || steps.some(({ error }) => error === attempt.error?.message) ? null : (
        <AttemptError error={attempt.error} />
      )}
      {steps.length === 0 ? <SightLinks links={attempt.evidence} /> : null}
    </Stack>
  );
}

function AttemptError({ error }: { readonly error: NonNullable<TaskAttempt['error']> }) {
  const telling = useTaskError()(error);
  const own = said(undefined, `${error.code}: ${error.message}`);
  return <Told telling={telling.sentence === null ? own : telling} isShort />;
}

function GapRow({ ms }: { readonly ms: number | null }) {
  const { t } = useTranslation('task');
  const shown = useShown();
  if (ms === null) return null;
  return (
    <Table.Tr>
      <Table.Td colSpan={4}>
        <Text size="sm" c="dimmed">
          {t('attempts.unseen', { time: seconds(ms, shown) })}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

interface StepRowProps {
  readonly step: AttemptStep;
  /** Of the attempt, which one of its steps has ended with. */
  readonly failure: TaskAttempt['error'];
  readonly span: { readonly from: number; readonly ms: number };
  readonly evidence: readonly EvidenceLink[];
}

function StepRow({ step, failure, span, evidence }: StepRowProps) {
  const { t, i18n } = useTranslation('task');
  const stepName = useStepName();
  const shown = useShown();
  const name = stepName(step.name);
  const tell = useTaskError();
  const telling = failure !== null && failure.message === step.error ? tell(failure) : said(undefined, step.error);
  const isTold = i18n.language === 'en' && step.label !== name;
  const beginsMs = Date.parse(step.started_at) - span.from;
  const hasMore = step.error !== null || evidence.length > 0;
  return (
    <>
      <Table.Tr style={hasMore ? { borderBottom: 'none' } : {}}>
        <Table.Td>
          <Text size="sm" fw={500}>
            {name}
          </Text>
          {isTold ? (
            <Text size="xs" c="dimmed">
              {step.label}
            </Text>
          ) : null}
        </Table.Td>
        <Table.Td visibleFrom="sm" style={ON_ONE_LINE}>
          +{seconds(beginsMs, shown)}
        </Table.Td>
        <Table.Td style={ON_ONE_LINE}>
          {step.duration_ms === null ? t('attempts.running') : seconds(step.duration_ms, shown)}
          {step.error === null ? null : ` (${t('attempts.failed')})`}
        </Table.Td>
        <Table.Td visibleFrom="sm">
          <Bar step={step} span={span} beginsMs={beginsMs} />
        </Table.Td>
      </Table.Tr>
      {hasMore ? (
        <Table.Tr>
          <Table.Td colSpan={4} pt={0}>
            {step.error === null ? null : <Told telling={telling} isShort />}
            <SightLinks links={evidence} />
          </Table.Td>
        </Table.Tr>
      ) : null}
    </>
  );
}

const ON_ONE_LINE = { whiteSpace: 'nowrap' } as const;

/** Where the step lies in its attempt, to scale; the numbers beside it say the same. */
function Bar({ step, span, beginsMs }: Pick<StepRowProps, 'step' | 'span'> & { readonly beginsMs: number }) {
  const left = Math.min(100, (beginsMs / span.ms) * 100);
  const share = ((step.duration_ms ?? span.ms - beginsMs) / span.ms) * 100;
  const color = step.error === null ? 'var(--mantine-primary-color-filled)' : 'var(--mantine-color-red-filled)';
  return (
    <Box pos="relative" h={10} bg="var(--mantine-color-default-hover)" style={{ borderRadius: 3 }} aria-hidden>
      <Box
        pos="absolute"
        h={10}
        left={`${left}%`}
        w={`${Math.min(100 - left, share)}%`}
        miw={2}
        bg={color}
        style={{ borderRadius: 3 }}
      />
    </Box>
  );
}
