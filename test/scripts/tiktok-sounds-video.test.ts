import { describe } from 'node:test';
import { provesSounds } from './tiktok-cases.ts';

describe('the sound of a video on TikTok', () => provesSounds('video'));
