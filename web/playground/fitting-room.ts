import type { TryOn } from "../../src/api/wire/types.js";
import { preparePhoto, shrinkPhoto, type Photo } from "../shared/prepare-photo.js";
import { RefusedError } from "../shared/ask-service.js";
import { followTryOn } from "../shared/follow-try-on.js";
import { toOwnAddress, type OutputFormat, type PlaygroundApi } from "./api-client.js";
import type { HistoryEntry, HistoryStore } from "./history-store.js";
import { EMPTY_SLOT, type Example, type SlotState } from "./photo-slot.js";
import { canStart, FIRST_STATE, type Role, type RoomState } from "./room-state.js";
import { explain } from "./words.js";

const THUMBNAIL_PX = 240;

/** What the page does, without how it looks: photos in, one try-on at a time, results into the history. */
export class FittingRoom {
  readonly #api: PlaygroundApi;
  readonly #history: HistoryStore;
  readonly #onChange: (state: RoomState) => void;
  readonly #looks: Record<Role, AbortController> = {
    person: new AbortController(),
    garment: new AbortController(),
  };
  #run = new AbortController();
  #state = FIRST_STATE;

  constructor(api: PlaygroundApi, history: HistoryStore, onChange: (state: RoomState) => void) {
    this.#api = api;
    this.#history = history;
    this.#onChange = onChange;
  }

  /** Asks the service who it is, brings the history back, and goes on with a try-on that a reload interrupted. */
  async enter(): Promise<void> {
    this.#set({ history: await this.#history.list() });
    try {
      const about = await this.#api.about();
      this.#set({ about, needsKey: this.#api.needsKey });
      const [newest] = this.#state.history;
      if (newest !== undefined && newest.resultAddress === undefined && !this.#api.needsKey)
        await this.#resume(newest);
    } catch (error) {
      this.#set({ notice: explain(error) });
    }
  }

  useKey(key: string): void {
    this.#api.useKey(key);
    this.#set({ needsKey: this.#api.needsKey });
    for (const role of ["person", "garment"] as const) {
      const { photo } = this.#state[role];
      if (photo !== undefined) void this.#inspect(role, photo);
    }
  }

  setFormat(format: OutputFormat): void {
    this.#set({ format });
  }

  async choose(role: Role, file: File): Promise<void> {
    this.#setSlot(role, EMPTY_SLOT);
    try {
      const photo = await preparePhoto(file, file.name);
      this.#setSlot(role, { photo, inspection: undefined, error: "" });
      await this.#inspect(role, photo);
    } catch (error) {
      this.#setSlot(role, { ...EMPTY_SLOT, error: explain(error) });
    }
  }

  async chooseExample(role: Role, { file }: Example): Promise<void> {
    const response = await fetch(`/examples/${file}.jpg`).catch(() => undefined);
    if (response === undefined || !response.ok) {
      this.#setSlot(role, {
        ...EMPTY_SLOT,
        error: "The service does not answer: the example cannot be fetched.",
      });
      return;
    }
    await this.choose(role, new File([await response.blob()], `${file}.jpg`, { type: "image/jpeg" }));
  }

  clear(role: Role): void {
    this.#looks[role].abort();
    this.#setSlot(role, EMPTY_SLOT);
  }

  /** Makes the try-on. Errors end on the stage. */
  async start(): Promise<void> {
    const { person, garment, format } = this.#state;
    if (!canStart(this.#state) || person.photo === undefined || garment.photo === undefined) return;
    this.#run = new AbortController();
    this.#set({
      stage: { kind: "running", person: person.photo.blob, tryOn: undefined, isLost: false },
      notice: "Started",
    });
    try {
      const request = {
        person: person.photo,
        garment: garment.photo,
        format,
        idempotencyKey: crypto.randomUUID?.() ?? `${Date.now()}`,
      };
      const tryOn = await this.#api.start(request);
      const entry = await describeEntry(tryOn, person.photo, garment.photo, format);
      await this.#keep(entry);
      await this.#followToEnd(tryOn, entry);
    } catch (error) {
      this.#fail(error);
    }
  }

  async cancel(): Promise<void> {
    const { stage } = this.#state;
    if (stage.kind !== "running" || stage.tryOn === undefined) return;
    await this.#forget(stage.tryOn.id, "Stopped. Your photos are deleted.");
  }

  open(entry: HistoryEntry): void {
    if (this.#state.stage.kind !== "running" && entry.resultAddress !== undefined)
      this.#set({ stage: { kind: "done", entry } });
  }

  /** Deletes a try-on here and on the service. */
  async remove({ id }: HistoryEntry): Promise<void> {
    await this.#forget(id, "Deleted, here and on the service.");
  }

  async removeAll(): Promise<void> {
    for (const entry of this.#state.history) await this.remove(entry);
    this.clear("person");
    this.clear("garment");
  }

  /** Keeps the person and asks for another garment. */
  anotherGarment(): void {
    this.clear("garment");
  }

  async #inspect(role: Role, photo: Photo): Promise<void> {
    this.#looks[role].abort();
    const { signal } = (this.#looks[role] = new AbortController());
    if (this.#api.needsKey) return;
    try {
      const inspection = await this.#api.inspect(role, photo, signal);
      if (!signal.aborted) this.#setSlot(role, { photo, inspection, error: "" });
    } catch (error) {
      if (signal.aborted) return;
      this.#checkKey(error);
      this.#setSlot(role, { photo, inspection: undefined, error: explain(error) });
    }
  }

  async #resume(entry: HistoryEntry): Promise<void> {
    this.#run = new AbortController();
    try {
      const tryOn = await this.#api.find(entry.id);
      this.#set({ stage: { kind: "running", person: entry.person, tryOn, isLost: false } });
      await this.#followToEnd(tryOn, entry);
    } catch (error) {
      await this.#drop(entry.id);
      this.#fail(error);
    }
  }

  async #followToEnd(first: TryOn, entry: HistoryEntry): Promise<void> {
    const { signal } = this.#run;
    const onUpdate = ({ tryOn, isLost }: { tryOn: TryOn; isLost: boolean }): void => {
      if (!signal.aborted) this.#set({ stage: { kind: "running", person: entry.person, tryOn, isLost } });
    };
    const tryOn = await followTryOn(this.#api, first, onUpdate, signal);
    if (tryOn.result === null) {
      await this.#drop(entry.id);
      this.#set({
        stage: { kind: "failed", message: tryOn.error?.message ?? "The try-on was stopped" },
        notice: "No picture",
      });
      return;
    }
    const resultAddress = toOwnAddress(tryOn.result.url);
    const picture = await fetch(resultAddress).then((response) => response.blob());
    const resultThumbnail = await shrinkPhoto(picture, THUMBNAIL_PX);
    const done = { ...entry, resultAddress, resultThumbnail, report: tryOn.result.report };
    await this.#keep(done);
    this.#set({ stage: { kind: "done", entry: done }, notice: "The picture is ready" });
  }

  async #forget(id: string, notice: string): Promise<void> {
    try {
      await this.#api.remove(id);
    } catch (error) {
      this.#set({ notice: `Not deleted. ${explain(error)}` });
      return;
    }
    const { stage } = this.#state;
    const shownId =
      stage.kind === "done" ? stage.entry.id : stage.kind === "running" ? stage.tryOn?.id : undefined;
    if (shownId === id) {
      this.#run.abort(new Error("deleted"));
      this.#set({ stage: { kind: "empty" } });
    }
    await this.#drop(id);
    this.#set({ notice });
  }

  async #keep(entry: HistoryEntry): Promise<void> {
    await this.#history.put(entry);
    this.#set({ history: await this.#history.list() });
  }

  async #drop(id: string): Promise<void> {
    await this.#history.remove(id);
    this.#set({ history: await this.#history.list() });
  }

  #fail(error: unknown): void {
    if (this.#run.signal.aborted) return;
    this.#checkKey(error);
    this.#set({ stage: { kind: "failed", message: explain(error) }, notice: "No picture" });
  }

  /** A key that is refused is asked for again. */
  #checkKey(error: unknown): void {
    if (!(error instanceof RefusedError && error.status === 401)) return;
    this.#api.forgetKey();
    this.#set({ needsKey: this.#api.needsKey });
  }

  #setSlot(role: Role, slot: SlotState): void {
    this.#set({ [role]: slot });
  }

  #set(change: Partial<RoomState>): void {
    this.#state = { ...this.#state, ...change };
    this.#onChange(this.#state);
  }
}

async function describeEntry(
  tryOn: TryOn,
  person: Photo,
  garment: Photo,
  format: OutputFormat,
): Promise<HistoryEntry> {
  return {
    id: tryOn.id,
    createdAtMs: Date.parse(tryOn.created_at),
    person: person.blob,
    personName: person.name,
    garmentThumbnail: await shrinkPhoto(garment.blob, THUMBNAIL_PX),
    garmentName: garment.name,
    resultThumbnail: undefined,
    resultAddress: undefined,
    format,
    report: null,
  };
}
