// First: what a view says of itself comes after it.
import "./style.css";
import { render } from "preact";
import { keepAddress } from "./address.js";
import { keepForOffline } from "./offline/register.js";
import { keepPreferences } from "./preferences.js";
import { listenToKeys } from "./shortcuts.js";
import { App } from "./views/App.js";

keepPreferences();
render(<App />, document.getElementById("app") as HTMLElement);
listenToKeys();
keepAddress();
keepForOffline();
