import { describe } from 'node:test';
import { provesSounds } from './tiktok-cases.ts';

describe('the sound of images on TikTok', () => provesSounds('images'));
