import { render } from "preact";
import { openAddress } from "./actions.js";
import { keepForOffline } from "./offline/register.js";
import { App } from "./views/App.js";
import "./style.css";

render(<App />, document.getElementById("app") as HTMLElement);
void openAddress();
keepForOffline();
