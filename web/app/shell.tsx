import { ActionIcon, Anchor, AppShell, Burger, Button, Group, NavLink, Text, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { NeedsBadge } from '../features/needs/needs-badge.tsx';
import { ErrorBoundary } from '../ui/error-boundary.tsx';
import { useFocusReturned } from '../ui/focus-returned.ts';
import { PageSkeleton } from '../ui/skeletons.tsx';
import { LanguageButton } from './language-button.tsx';
import { PLACES } from './nav.ts';
import { Pages } from './routes.tsx';
import { ThemeButton } from './theme-button.tsx';

const HEADER_PX = 52;
const MAIN = 'main';

/** The frame around every page. */
export function Shell() {
  const { t } = useTranslation('shell');
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const { pathname } = useLocation();
  const isFirst = useRef(true);
  useFocusReturned(MAIN);
  useEffect(() => {
    close();
    // Who reads by keyboard or by ear begins at the new page, not at the link that led there.
    if (!isFirst.current) document.getElementById(MAIN)?.focus({ preventScroll: true });
    isFirst.current = pathname === '';
  }, [pathname, close]);
  return (
    <AppShell
      header={{ height: HEADER_PX }}
      navbar={{ width: 200, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding="md"
    >
      <AppShell.Header>
        <Anchor href={`#${MAIN}`} className="skip-link">
          {t('skip')}
        </Anchor>
        <Group h="100%" px="md" gap="sm" wrap="nowrap">
          <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('menu')} />
          <Text component={Link} to="/tasks" fw={700} c="inherit" td="none">
            Postwright
          </Text>
          <Group ml="auto" gap="xs" wrap="nowrap">
            <NeedsBadge />
            <Button
              component={Link}
              to="/new"
              size="xs"
              visibleFrom="xs"
              leftSection={<IconPlus size={16} aria-hidden />}
            >
              {t('newPost')}
            </Button>
            <ActionIcon component={Link} to="/new" size="lg" hiddenFrom="xs" aria-label={t('newPost')}>
              <IconPlus size={18} aria-hidden />
            </ActionIcon>
            <LanguageButton />
            <ThemeButton />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t('places')}>
        {PLACES.map(({ key, path, icon: Icon }) => (
          <NavLink
            key={key}
            component={Link}
            to={path}
            label={t(`nav.${key}`)}
            leftSection={<Icon size={18} aria-hidden />}
            active={pathname === path || pathname.startsWith(`${path}/`)}
            aria-current={pathname === path ? 'page' : undefined}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id={MAIN} tabIndex={-1}>
        <ErrorBoundary key={pathname}>
          <Suspense fallback={<PageSkeleton />}>
            <Pages />
          </Suspense>
        </ErrorBoundary>
        <VisuallyHidden data-page={pathname} />
      </AppShell.Main>
    </AppShell>
  );
}
