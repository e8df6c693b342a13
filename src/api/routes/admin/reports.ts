import { dayOf, type AuditEntry, type UsageDay } from "../../../accounts/mod.js";
import type { Clock } from "../../../lib/clock.js";
import type { Api } from "../../server.js";
import { AuditQuerySchema, toWireAudit, toWireUsage, UsageQuerySchema } from "../../wire/admin.js";
import { TaskPathSchema as IdPathSchema } from "../../wire/schemas.js";

const MONTH_MS = 31 * 24 * 3600_000;
const AUDIT_LIMIT = 1000;

export interface ReportOptions {
  readonly listUsage: (
    id: string,
    days: { readonly fromDay: string; readonly toDay: string },
  ) => Promise<readonly UsageDay[]>;
  readonly listAudit: (of: {
    readonly subscriptionId?: string;
    readonly limit: number;
  }) => Promise<readonly AuditEntry[]>;
  readonly clock: Clock;
}

/** Shows what subscriptions used, and who changed them. Both outlive the subscription. */
export function addReportRoutes(app: Api, { listUsage, listAudit, clock }: ReportOptions): void {
  app.get(
    "/subscriptions/:id/usage",
    {
      schema: {
        summary: "What a subscription used, day by day",
        params: IdPathSchema,
        querystring: UsageQuerySchema,
      },
    },
    async ({ params, query }) => {
      const nowMs = clock.nowMs();
      const days = { fromDay: query.from ?? dayOf(nowMs - MONTH_MS), toDay: query.to ?? dayOf(nowMs) };
      return toWireUsage(await listUsage(params.id, days));
    },
  );

  app.get(
    "/audit",
    { schema: { summary: "Who changed which subscription", querystring: AuditQuerySchema } },
    async ({ query }) => {
      const { subscription_id: subscriptionId } = query;
      return toWireAudit(
        await listAudit({ ...(subscriptionId !== undefined && { subscriptionId }), limit: AUDIT_LIMIT }),
      );
    },
  );
}
