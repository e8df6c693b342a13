import { defineCompareSlider } from "../shared/compare-slider.js";
import { CameraDialog } from "./camera-dialog.js";
import { CodePanel } from "./code-panel.js";
import { HistoryCard } from "./history-card.js";
import { PhotoSlot } from "./photo-slot.js";
import { PlaygroundApp } from "./playground-app.js";
import { ResultStage } from "./result-stage.js";

/** The playground's entry: makes its elements known to the browser. */
defineCompareSlider();
customElements.define("camera-dialog", CameraDialog);
customElements.define("code-panel", CodePanel);
customElements.define("history-card", HistoryCard);
customElements.define("photo-slot", PhotoSlot);
customElements.define("result-stage", ResultStage);
customElements.define("drape-playground", PlaygroundApp);
