/** The value of a SeekBar, whole, from 0 to its maximum. */
export class Slider {
  readonly max: number;
  readonly #onChange: ((value: number) => void) | undefined;
  #value: number;

  constructor({ value, max = 100, onChange }: SliderOptions) {
    this.max = max;
    this.#value = value;
    this.#onChange = onChange;
  }

  get value(): number {
    return this.#value;
  }

  /** The part of the track left of the thumb, from 0 to 1. */
  get share(): number {
    return this.#value / this.max;
  }

  /** As AbsSeekBar.trackTouchEvent: where the finger is on the track decides, beyond its ends the nearer end. */
  touch(share: number): void {
    this.#value = Math.round(Math.min(1, Math.max(0, share)) * this.max);
    this.#onChange?.(this.#value);
  }
}

interface SliderOptions {
  readonly value: number;
  readonly max?: number;
  /** A finger has moved the thumb, be it to where it was. */
  readonly onChange?: (value: number) => void;
}

/** AbsSeekBar keeps 16 dp free at either end of the track, 42 of 1080 units across 411 dp. */
export const SLIDER_INSET_UNITS = 42;

/** UiAutomator2 gives the value of a RangeInfo in Java's form: `45.0` (facts 2.5). */
export function sliderText(slider: Slider): string {
  return slider.value.toFixed(1);
}
