import { html, nothing } from 'lit-html';
import { errorText, kwargsText } from '../model/format.js';

/** An action's buttons and the line that tells how it goes. */
export function actionBlock(context, action) {
  const { thing, controls, isEnabled } = context;
  const run = controls.run(thing, action);
  return html`
    <div class="action" data-action-state=${action.name} data-running=${run.isRunning}>
      ${BUTTONS[action.place](action, run, isEnabled && !run.isRunning)} ${progressLine(run, action)}
    </div>
  `;
}

const BUTTONS = {
  button: (action, run, isEnabled) => button(action, isEnabled, () => run.run(null), action.title, ''),
  choices: choiceButtons,
  form: actionForm,
};

function button(action, isEnabled, onClick, label, choice) {
  return html`<button type="button" data-action=${action.name} data-choice=${choice || nothing} ?disabled=${!isEnabled}
    title=${action.description || nothing} @click=${onClick}>${label}</button>`;
}

function choiceButtons(action, run, isEnabled) {
  const [field] = action.input.fields;
  return html`
    <div class="choices" role="group" aria-label=${action.title}>
      <span class="label">${action.title}</span>
      ${field.choices.map(({ value, label }) =>
        button(action, isEnabled, () => run.run({ [field.name]: value }), label, String(value)),
      )}
    </div>
  `;
}

function actionForm(action, run, isEnabled) {
  const submit = (event) => {
    event.preventDefault();
    run.run(inputOf(action.input.fields, event.target));
  };
  return html`
    <form class="action-form" @submit=${submit}>
      ${action.input.fields.map((field) => html`<label><span>${field.title}</span>${formField(field, isEnabled)}</label>`)}
      <button type="submit" data-action=${action.name} ?disabled=${!isEnabled}>${action.title}</button>
    </form>
  `;
}

function formField(field, isEnabled) {
  if (field.type === 'boolean') {
    return html`<input type="checkbox" name=${field.name} ?checked=${field.initial === true} ?disabled=${!isEnabled} />`;
  }
  if (field.choices) {
    return html`<select name=${field.name} ?disabled=${!isEnabled}>
      ${field.choices.map(({ value, label }) => html`<option ?selected=${value === field.initial}>${label}</option>`)}
    </select>`;
  }
  const isText = field.type === 'string';
  return html`<input type=${isText ? 'text' : 'number'} name=${field.name} min=${field.minimum ?? nothing}
    max=${field.maximum ?? nothing} step=${field.step ?? 'any'} value=${field.initial ?? nothing}
    ?required=${field.isRequired} ?disabled=${!isEnabled} />`;
}

/** What was filled in, typed as the schema says; a field left empty is left out. */
function inputOf(fields, form) {
  const input = {};
  for (const field of fields) {
    const element = form.elements[field.name];
    if (field.type === 'boolean') input[field.name] = element.checked;
    else if (field.choices) input[field.name] = field.choices[element.selectedIndex].value;
    else if (element.value !== '') input[field.name] = field.type === 'string' ? element.value : Number(element.value);
  }
  return input;
}

/** Progress with a way to cancel, then the result or the error with a way to put it aside. Keeps its height. */
export function progressLine(run, action, hint = '') {
  if (run.isRunning) {
    return html`<p class="note pending" data-note="pending" aria-live="polite">
      ${kwargsText(run.progress ?? {}) || 'Under way…'}
      <button type="button" class="dismiss wide" @click=${() => run.cancel()}>Cancel</button>
    </p>`;
  }
  if (run.error) {
    const { heading, message } = errorText(run.error);
    return html`<p class="note error" role="alert" data-error>
      ${action.title}: ${heading.toLowerCase()}${message ? `: ${message}` : ''} ${dismiss(run)}
    </p>`;
  }
  if (run.result) {
    return html`<p class="note done" data-note="done" aria-live="polite">
      ${action.title}: ${kwargsText(run.result) || 'done'} ${dismiss(run)}
    </p>`;
  }
  return html`<p class="note">${hint}</p>`;
}

function dismiss(run) {
  return html`<button type="button" class="dismiss" aria-label="Dismiss" @click=${() => run.dismiss()}>×</button>`;
}
