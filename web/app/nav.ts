import {
  IconCalendar,
  IconCode,
  IconDeviceMobile,
  IconListDetails,
  IconPhoto,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react';

/** The places of the console, in the order of how often they are looked at. Their names are `shell.nav.<key>`. */
export const PLACES = [
  { key: 'tasks', path: '/tasks', icon: IconListDetails },
  { key: 'phones', path: '/phones', icon: IconDeviceMobile },
  { key: 'calendar', path: '/calendar', icon: IconCalendar },
  { key: 'library', path: '/library', icon: IconPhoto },
  { key: 'accounts', path: '/accounts', icon: IconUsers },
  { key: 'scripts', path: '/scripts', icon: IconCode },
  { key: 'settings', path: '/settings', icon: IconSettings },
] as const;
