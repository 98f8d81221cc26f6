// Everything a page can do besides reading works without this; it adds keys, menus and dialogs.
import { startDialogs } from "./dialogs.js";
import { startFilters } from "./filters.js";
import { startForecast } from "./forecast.js";
import { startGantt } from "./gantt.js";
import { startGo } from "./go.js";
import { followJobs } from "./jobs.js";
import { startKeys } from "./keys.js";
import { startMenus } from "./menus.js";
import { startPalette } from "./palette.js";
import { startRows } from "./rows.js";
import { startTheme } from "./theme.js";
import { startToasts } from "./toasts.js";

document.documentElement.dataset.script = "on";
startDialogs();
startFilters();
startRows();
startGo();
startPalette();
startMenus();
startTheme();
startToasts();
startGantt();
startForecast();
followJobs();
startKeys();
