import { defineCompareSlider } from "../shared/compare-slider.js";
import { TryOnElement } from "./try-on-element.js";

/** What a shop's page loads with one script tag. A second tag changes nothing. */
defineCompareSlider();
if (customElements.get("drape-try-on") === undefined) customElements.define("drape-try-on", TryOnElement);
