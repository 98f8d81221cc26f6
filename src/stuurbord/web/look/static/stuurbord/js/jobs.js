// Long work tells how far it is. When it ends, whoever listens may show the result in place by preventing
// the default of `job-ended`; else the page is loaded again.
const FIRST = 250;
const SLOWEST = 2000;

function show(job, told) {
  const bar = job.querySelector("progress");
  if (told.percent === null) bar.removeAttribute("value");
  else bar.value = told.percent;
  job.querySelector("[data-job-line]").textContent = told.line;
  const aloud = job.querySelector("[data-job-announcement]");
  if (aloud.textContent !== told.announcement) aloud.textContent = told.announcement;
}

function end(job, told) {
  const event = new CustomEvent("job-ended", { bubbles: true, cancelable: true, detail: told });
  if (job.dispatchEvent(event)) location.reload();
}

async function ask(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (answer.redirected || !answer.ok) throw new Error(`progress: ${answer.status}`);
  return answer.json();
}

async function follow(job) {
  let wait = FIRST;
  let failures = 0;
  // A server that restarts is asked again for a while; the page stays as it is.
  while (job.isConnected && failures < 20) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(wait * 1.5, SLOWEST);
    try {
      const told = await ask(job.dataset.job);
      failures = 0;
      show(job, told);
      if (told.is_ended) return end(job, told);
    } catch {
      failures += 1;
    }
  }
}

export function followJobs(within = document) {
  for (const job of within.querySelectorAll("[data-job]:not([data-followed])")) {
    job.dataset.followed = "";
    follow(job);
  }
}
