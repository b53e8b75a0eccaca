/**
 * What React and Vue leave on the elements they manage: the state of a form can be read there without touching a field. Elements
 * have it only for scripts that speak of it.
 */
import { config } from '../config.js';
import { host, isFunction, list, plain, textOf } from '../realm.js';
import { invoke } from '../record.js';
import { later } from '../loop.js';
import { reading, tree } from '../reading.js';
import { currentValue } from './controls.js';
import { elementsUnder, hooks, inner } from './node.js';

const suffix = '$k3x9w2q7';

/** Reads what was typed as the field itself would. */
function withValue(members, element) {
  return Object.defineProperty(plain(members), 'value', {
    get() {
      reading(element, 'value');
      return currentValue(element);
    },
    enumerable: true,
    configurable: true,
  });
}

function bindReact(element) {
  const attribute = (name) => inner(element).attributes.get(name) ?? '';
  const props = withValue(
    {
      id: attribute('id'),
      name: attribute('name'),
      autoComplete: attribute('autocomplete'),
      type: attribute('type'),
      onChange: () => undefined,
    },
    element,
  );
  const parts = { memoizedProps: props, pendingProps: props, stateNode: element, type: inner(element).tag };
  const parent = plain({
    memoizedProps: plain({ onChange: () => undefined }),
    memoizedState: withValue({}, element),
  });
  const fiber = plain({ ...parts, return: parent, memoizedState: null });
  element[`__reactProps${suffix}`] = props;
  element[`__reactFiber${suffix}`] = element[`__reactInternalInstance${suffix}`] = fiber;
  element[`__reactEventHandlers${suffix}`] = props;
}

/** A form's data as a component keeps it, by the names of the fields. */
function bindVue(form, fields) {
  const data = plain({});
  for (const element of fields) {
    const name = (inner(element).attributes.get('id') ?? '').replace(/_(\w)/g, (all, letter) =>
      letter.toUpperCase(),
    );
    if (name !== '')
      Object.defineProperty(data, name, Object.getOwnPropertyDescriptor(withValue({}, element), 'value'));
  }
  const component = plain({
    $data: data,
    _data: data,
    $el: form,
    $children: list([]),
    $watch: (what, told) =>
      void later(900, 'timer', () => {
        const value = isFunction(what)
          ? invoke(what, component, [component], 'watch')
          : component[textOf(what)];
        if (value !== undefined && isFunction(told)) invoke(told, component, [value, undefined], 'watch');
      }),
    $on: () => undefined,
  });
  for (const name of Object.keys(data))
    Object.defineProperty(component, name, Object.getOwnPropertyDescriptor(data, name));
  form.__vue__ = component;
  form.__vueParentComponent = plain({ proxy: component, ctx: component, setupState: data, data });
}

export function bindFrameworks() {
  if (!config.frameworks) return;
  const text = host.source('');
  const fields = elementsUnder(hooks.checkout).filter((element) => tree.field(element) !== null);
  if (/__react|_reactInternal|memoizedProps/.test(text)) fields.forEach(bindReact);
  if (/__vue/.test(text)) bindVue(hooks.checkout, fields);
}
