import { type Static, type TSchema, Type } from 'typebox';

export const PLATFORMS = Object.freeze(['tiktok', 'instagram'] as const);
export const Platform = Type.Enum(['tiktok', 'instagram'], { description: 'The app an account belongs to.' });
export type Platform = Static<typeof Platform>;

/** What the apps themselves allow. Lengths are UTF-16 code units, which is how their editors count. */
export const PLATFORM_LIMITS: Readonly<Record<Platform, PlatformLimits>> = Object.freeze({
  tiktok: { captionUnits: 4000, titleUnits: 90, images: 35 },
  instagram: { captionUnits: 2200, titleUnits: null, images: 20 },
});

interface PlatformLimits {
  readonly captionUnits: number;
  /** Of the part before `##`; null where the app has no title. */
  readonly titleUnits: number | null;
  readonly images: number;
}

export function Nullable<Schema extends TSchema>(schema: Schema, options: { readonly description?: string } = {}) {
  return Type.Union([schema, Type.Null()], options);
}

export const Timestamp = Type.String({
  format: 'date-time',
  description: 'RFC 3339 in UTC with milliseconds.',
  examples: ['2026-03-01T17:30:00.000Z'],
});

/** Ids are counted up from 1; JavaScript holds them exactly up to 2^53 − 1. */
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** Longer than any ADB serial (USB serials are under 130 characters, `host:port` of a network phone under 260). */
export const Serial = Type.String({ minLength: 1, maxLength: 260, description: "A phone's ADB serial." });

/** TikTok allows 24 characters, Instagram 30; one more for a leading @, the rest for what the apps may allow later. */
export const Username = Type.String({
  minLength: 1,
  maxLength: 100,
  description: 'The name of an account, with or without a leading @.',
});

export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'A material, named by its content.' });
