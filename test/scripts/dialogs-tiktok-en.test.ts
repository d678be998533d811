import { meetDialogs, TIKTOK_MEETING } from './dialogs-met.ts';

meetDialogs(TIKTOK_MEETING, 'en');
