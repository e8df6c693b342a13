import { AdminApp } from "./admin-app.js";

/** The operator's page's entry. */
customElements.define("drape-admin", AdminApp);
