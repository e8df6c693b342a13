import { html, nothing, type TemplateResult } from "lit";
import { LightElement } from "./light-element.js";

/** Takes a photo with the camera. The stream runs only while the dialog is open. */
export class CameraDialog extends LightElement {
  static override readonly properties = { error: { state: true }, isLive: { state: true } };

  declare error: string;
  declare isLive: boolean;
  #stream: MediaStream | undefined;
  #resolve: (photo: File | undefined) => void = () => {};

  constructor() {
    super();
    this.error = "";
    this.isLive = false;
  }

  /** Whether this browser lets this page use a camera: over plain http only on this machine. */
  static get isPossible(): boolean {
    return navigator.mediaDevices?.getUserMedia !== undefined;
  }

  /** Opens the dialog; resolves with the photo, or undefined when none was taken. `facing` is the camera on a phone. */
  async take(facing: "user" | "environment"): Promise<File | undefined> {
    this.error = "";
    this.#dialog.showModal();
    const taken = new Promise<File | undefined>((resolve) => (this.#resolve = resolve));
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: facing, width: { ideal: 1600 }, height: { ideal: 1600 } },
        audio: false,
      });
      this.#video.srcObject = this.#stream;
      await this.#video.play();
      this.isLive = true;
    } catch {
      this.error =
        "There is no camera, or this page may not use it. Allow it in the browser, or choose a photo instead.";
    }
    return await taken;
  }

  protected override render(): TemplateResult {
    return html`<dialog class="camera-dialog" aria-labelledby="camera-title" @close=${this.#end}>
      <h2 id="camera-title">Take a photo</h2>
      <video muted playsinline aria-label="What the camera sees"></video>
      ${this.error === "" ? nothing : html`<p class="bad" role="alert">${this.error}</p>`}
      <div class="row">
        <button type="button" class="secondary" @click=${() => this.#dialog.close()}>Cancel</button>
        <button type="button" class="primary" ?disabled=${!this.isLive} @click=${this.#shoot}>
          Take the photo
        </button>
      </div>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement {
    return this.querySelector("dialog") as HTMLDialogElement; // rendered above
  }

  get #video(): HTMLVideoElement {
    return this.querySelector("video") as HTMLVideoElement; // rendered above
  }

  readonly #shoot = async (): Promise<void> => {
    const { videoWidth: width, videoHeight: height } = this.#video;
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height });
    canvas.getContext("2d")?.drawImage(this.#video, 0, 0);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.94));
    if (blob !== null) this.#resolve(new File([blob], "camera.jpg", { type: "image/jpeg" }));
    this.#dialog.close();
  };

  readonly #end = (): void => {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    this.#stream = undefined;
    this.isLive = false;
    this.#resolve(undefined); // does nothing after a photo
  };
}
