import assert from "node:assert/strict";
import type { Check } from "./check.js";
import { dataOf, kling, KLING_TASKS, watch, type Target } from "./target.js";

/** How a task of front B ends with this picture of what to wear. */
async function wear(at: Target, model_name: string, cloth_image: string) {
  const body = { model_name, human_image: at.pictures.person, cloth_image };
  const { task_id } = dataOf(await kling(at, KLING_TASKS, { body }));
  const { data } = await watch(at, String(task_id));
  return { status: data["task_status"], message: String(data["task_status_msg"]) };
}

const V1 = "kolors-virtual-try-on-v1";
const V1_5 = "kolors-virtual-try-on-v1-5";
/** A refusal that is about the garments, in words for the shopper. */
const NAMED = /garment/i;

/** What the two models take. */
export const GARMENTS: readonly Check[] = [
  {
    sentence: "Model v1 takes one garment (upper, lower or dress).",
    async run(at) {
      const { garment, trousers, dress, together } = at.pictures;
      for (const [name, picture] of Object.entries({ garment, trousers, dress })) {
        const { status, message } = await wear(at, V1, picture);
        assert.equal(status, "succeed", `${name}: ${message}`);
      }
      const several = await wear(at, V1, together.upperLower);
      assert.equal(several.status, "failed");
      assert.match(several.message, NAMED);
    },
  },
  {
    sentence:
      "v1-5 also takes ONE white-background image that holds several garments: upper + lower → both tried on; upper+upper, lower+lower, dress+dress, upper+dress, lower+dress → the task fails.",
    async run(at) {
      const { upperLower, refused } = at.pictures.together;
      const both = await wear(at, V1_5, upperLower);
      assert.equal(both.status, "succeed", both.message);
      for (const [name, picture] of Object.entries(refused)) {
        const { status, message } = await wear(at, V1_5, picture);
        assert.equal(status, "failed", name);
        assert.match(message, NAMED, name);
      }
    },
  },
];
