import { button, type Props, type View } from '../../ui/view.ts';
import { AppScreen } from '../app-screen.ts';
import type { TikTokTexts } from './texts.ts';
import type { TikTok } from './tiktok.ts';

export const TIKTOK_PACKAGE = 'com.zhiliaoapp.musically';
const PREFIX = 'com.ss.android.ugc.aweme.';

/** Class names of the activities (facts 4.1). */
export const TIKTOK_ACTIVITY = {
  splash: `${PREFIX}splash.SplashActivity`,
  main: `${PREFIX}main.MainActivity`,
  share: `${PREFIX}share.SystemShareActivity`,
  camera: `${PREFIX}shortvideo.ui.VideoRecordNewActivity`,
  picker: `${PREFIX}shortvideo.choosemedia.MvChoosePhotoActivity`,
  trim: `${PREFIX}shortvideo.cut.VECutVideoActivity`,
  editor: `${PREFIX}shortvideo.edit.VideoPublishEditActivity`,
  compose: `${PREFIX}shortvideo.ui.VideoPublishActivity`,
  detail: `${PREFIX}detail.ui.DetailActivity`,
  showcase: `${PREFIX}commerce.showcase.AddProductActivity`,
  deepLink: `${PREFIX}deeplink.DeepLinkActivityV2`,
  login: `${PREFIX}account.login.v2.ui.SignUpOrLoginActivity`,
} as const;

/** TikTok's red, for what publishes. */
export const ACCENT = '#fe2c55';
export const INK = '#161823';
export const GREY = '#75767b';

/** A screen of TikTok, with the app at hand. */
export abstract class TikTokScreen extends AppScreen<TikTok> {
  readonly packageName = TIKTOK_PACKAGE;

  protected get texts(): TikTokTexts {
    return this.app.texts;
  }

  protected id(view: string): string {
    return this.app.id(view);
  }

  /** A button that carries its text itself, as some of the app's do. */
  protected pill(label: string, onTap: () => void, props: Props = {}): View {
    return button(label, onTap, {
      className: 'android.widget.Button',
      ...props,
      look: { background: '#f1f1f2', color: INK, ...props.look },
    });
  }
}
