import { type Static, type TSchema, Type } from 'typebox';

export const PLATFORMS = Object.freeze(['tiktok', 'instagram'] as const);
export const Platform = Type.Enum(['tiktok', 'instagram'], { description: 'The app an account belongs to.' });
export type Platform = Static<typeof Platform>;

/**
 * What the apps themselves take. Lengths are UTF-16 code units: Android's own length filter counts them
 * (`InputFilter.LengthFilter` goes by `CharSequence.length()`), and TikTok says so of its limits ("UTF-16 runes",
 * https://developers.tiktok.com/doc/content-posting-api-reference-photo-post: title 90, description 4000). Meta says
 * "2200 characters, 30 hashtags" without a unit (https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/ig-user/media);
 * no other way of counting gives more. Since autumn 2025 both apps cut hashtags down to five, account by account
 * (Instagram announced it on 19 December 2025), so more than that is worth a word.
 */
export const PLATFORM_LIMITS: Readonly<Record<Platform, PlatformLimits>> = Object.freeze({
  tiktok: { captionUnits: 4000, titleUnits: 90, hashtags: null, usualHashtags: 5, images: 35 },
  instagram: { captionUnits: 2200, titleUnits: null, hashtags: 30, usualHashtags: 5, images: 20 },
});

interface PlatformLimits {
  readonly captionUnits: number;
  /** Of the part before `##`; null where the app has no title. */
  readonly titleUnits: number | null;
  /** In one caption; null where there is no fixed number. */
  readonly hashtags: number | null;
  /** More than these an account may or may not be allowed. */
  readonly usualHashtags: number;
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
