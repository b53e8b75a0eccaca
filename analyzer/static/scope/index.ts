export {
  bindingOf,
  globalName,
  isDeclaration,
  notAReference,
  resolveScopes,
  type Binding,
  type Scope,
  type Scopes,
} from './scopes.ts';
