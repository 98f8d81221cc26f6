// The rival as its documentation advises for many tasks: rows of our height, a scale of our width per day.
const { gantt } = window;
gantt.config.date_format = "%Y-%m-%d %H:%i";
gantt.config.row_height = 26;
gantt.config.bar_height = 14;
gantt.config.scales = [{ unit: "year", step: 1, format: "%Y" }, { unit: "month", step: 1, format: "%M" }];
gantt.config.min_column_width = 79; // 2.6 pixels a day, as our page opens
gantt.config.smart_rendering = true;
gantt.config.static_background = true;
gantt.config.open_tree_initially = true;
gantt.config.columns = [
  { name: "wbs", label: "", width: 60, template: gantt.getWBSCode },
  { name: "text", label: "Taak", tree: true, width: 240 },
  { name: "start_date", label: "Start", width: 80 },
  { name: "end_date", label: "Einde", width: 80 },
  { name: "duration", label: "Duur", width: 60 },
];
gantt.attachEvent("onTaskDrag", () => requestAnimationFrame(() => performance.mark("planning:previewed")));
gantt.init("gantt");

const held = await (await fetch("plan.json")).json();
performance.mark("planning:data");
gantt.parse(held);
requestAnimationFrame(() => performance.mark("planning:painted"));
