/** What a process of the fleet tells its parent. */
export type RoleMessage =
  | { readonly kind: "started"; readonly url?: string }
  | { readonly kind: "began"; readonly taskId: string }
  | { readonly kind: "ended"; readonly taskId: string }
  | { readonly kind: "error"; readonly line: string };
