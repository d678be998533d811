import type { Translated, Words } from '../lib/texts.ts';
import { shell } from './es/shell.ts';

export const texts: Translated<Words> = { shell };
