import type { Route } from '../../api/route.ts';
import { alertOnlyRoutes } from './alerts.ts';
import { channelRoutes } from './channels.ts';
import { deliveryRoutes } from './deliveries.ts';
import { ruleRoutes } from './rules.ts';

export const alertRoutes: Route[] = [...alertOnlyRoutes, ...ruleRoutes, ...channelRoutes, ...deliveryRoutes];
