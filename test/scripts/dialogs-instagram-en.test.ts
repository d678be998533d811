import { INSTAGRAM_MEETING, meetDialogs } from './dialogs-met.ts';

meetDialogs(INSTAGRAM_MEETING, 'en');
