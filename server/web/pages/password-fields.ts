import { ScriptwardenError } from '../../../core/errors/index.ts';
import { html, type Content } from '../../../core/html/index.ts';
import type { Form } from '../forms.ts';

/** A new password, twice: without a script nobody can look at what they typed. */
export function newPasswordFields(shortest: number): Content {
  return html`<label>
      New password
      <span class="hint" id="password-hint"
        >At least ${shortest} characters; best let a password manager make it</span
      >
      <input
        name="password"
        type="password"
        aria-describedby="password-hint"
        autocomplete="new-password"
        minlength="${shortest}"
        maxlength="256"
        required
      />
    </label>
    <label>
      The same again
      <input name="again" type="password" autocomplete="new-password" maxlength="256" required />
    </label>`;
}

/** @throws ScriptwardenError SW_PASSWORD_WEAK when the two differ */
export function sameTwice(form: Form): string {
  const password = form.text('password');
  if (password === form.text('again')) return password;
  throw new ScriptwardenError('SW_PASSWORD_WEAK', {
    message: 'The two passwords are not the same.',
    fix: 'Type the new password twice.',
  });
}
