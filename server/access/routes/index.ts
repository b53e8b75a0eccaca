import type { Route } from '../../api/route.ts';
import { auditRoutes } from './audit.ts';
import { sessionRoutes } from './session.ts';
import { tokenRoutes } from './tokens.ts';
import { userRoutes } from './users.ts';

export const accessRoutes: Route[] = [...sessionRoutes, ...userRoutes, ...tokenRoutes, ...auditRoutes];
