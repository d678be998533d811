import { styleText } from 'node:util';

export const TICK = styleText('green', '✓');
export const CROSS = styleText('red', '✗');
