// First: what a view says of itself comes after it.
import "./style.css";
import { render } from "preact";
import { keepAddress } from "./address.js";
import { loadTexts } from "./i18n/texts.js";
import { keepForOffline } from "./offline/register.js";
import { keepPreferences } from "./preferences.js";
import { listenToKeys } from "./shortcuts.js";
import { App } from "./views/App.js";

keepPreferences();
// Nobody is to see the page in another language first.
await loadTexts();
render(<App />, document.getElementById("app") as HTMLElement);
listenToKeys();
keepAddress();
keepForOffline();
