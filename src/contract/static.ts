import type { Static, TSchema } from 'typebox';

import type { RouteSpec } from './route-spec.ts';

/** The type of one part of a route, made from its schema; undefined where the route has no such part. */
export type StaticOf<Spec extends RouteSpec, Part extends keyof RouteSpec> = Spec extends {
  readonly [P in Part]: infer Schema extends TSchema;
}
  ? Static<Schema>
  : undefined;
