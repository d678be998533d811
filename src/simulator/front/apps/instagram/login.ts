import { TextField } from '../../ui/text-field.ts';
import { blank, button, column, editText, image, stack, text, type View } from '../../ui/view.ts';
import { STATUS_BAR_UNITS } from '../../windows/geometry.ts';
import type { Instagram } from './instagram.ts';
import { BLUE, GREY, INSTAGRAM_ACTIVITY, InstagramScreen, LINE } from './instagram-screen.ts';

/** The login page. Nothing typed here is kept, and nothing leads past it. */
export class LoginScreen extends InstagramScreen {
  readonly className = INSTAGRAM_ACTIVITY.login;
  readonly #username: TextField;
  readonly #password: TextField;

  constructor(app: Instagram) {
    super(app);
    this.#username = new TextField({ hint: app.texts.username });
    this.#password = new TextField({ hint: app.texts.password });
  }

  view(): View {
    const { login, forgot, createAccount } = this.texts;
    const box = {
      height: 150,
      padding: 40,
      look: { border: LINE, radius: 24, size: 40, background: '#fafafa' },
    } as const;
    return column(
      { padding: [STATUS_BAR_UNITS + 260, 60, 60, 60], gap: 36, align: 'center', look: { background: '#ffffff' } },
      image({ width: 180, height: 180, look: { icon: 'camera', color: '#c13584' } }),
      blank({ height: 60 }),
      editText(this.#username, box),
      editText(this.#password, { ...box, password: true }),
      button(login, () => {}, { width: 'fill', look: { background: BLUE, color: '#ffffff', radius: 60 } }),
      text(forgot, { clickable: true, look: { size: 38 }, onTap: () => {} }),
      stack({ weight: 1 }),
      button(createAccount, () => {}, { width: 'fill', look: { border: BLUE, color: BLUE, radius: 60 } }),
      text('Meta', { look: { size: 36, color: GREY } }),
    );
  }
}
