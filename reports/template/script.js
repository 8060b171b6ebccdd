// SPDX-License-Identifier: Apache-2.0
// Filters, unfolds and copies. All texts come in as text nodes: nothing here makes markup of a string.
"use strict";
(() => {
    const VERDICTS = ["pass", "fail", "inconclusive", "waived", "not applicable"];
    const byId = (id) => document.getElementById(id);
    const all = (selector, root = document) => [...root.querySelectorAll(selector)];
    const count = (shown, total, noun) => `${shown} of ${total} ${noun}${total === 1 ? "" : "s"}`;

    function element(tag, text, attributes = {}) {
        const made = document.createElement(tag);
        if (text !== undefined) made.textContent = text;
        for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
        return made;
    }

    function wordsOf(text) {
        return text.toLowerCase().split(/\s+/).filter(Boolean);
    }

    const hasAll = (text, words) => words.every((word) => text.includes(word));

    function onInput(form, run) {
        form.hidden = false;
        form.addEventListener("input", run);
        form.addEventListener("submit", (event) => event.preventDefault());
        form.addEventListener("keydown", (event) => {
            if (event.key !== "Escape") return;
            form.reset();
            run();
        });
        run();
    }

    function startFindings() {
        const findings = all(".finding");
        if (findings.length < 2) return;
        const form = byId("finding-filter");
        const texts = findings.map((finding) => finding.firstElementChild.textContent.toLowerCase());
        const fields = form.elements;
        onInput(form, () => {
            const words = wordsOf(fields.text.value);
            let shown = 0;
            findings.forEach((finding, i) => {
                const fits = hasAll(texts[i], words) &&
                    (!fields.severity.value || finding.classList.contains(fields.severity.value));
                finding.hidden = !fits;
                shown += fits;
            });
            fields.count.value = count(shown, findings.length, "finding");
        });
        fields.unfold.addEventListener("click", () => {
            const open = findings.some((finding) => !finding.hidden && !finding.open);
            for (const finding of findings) if (!finding.hidden) finding.open = open;
            fields.unfold.textContent = open ? "Fold all" : "Unfold all";
        });
    }

    function startMatrix() {
        const table = byId("matrix");
        if (!table) return;
        const { checks, texts: [surfaces, principals, variations, expected, reasons] } = JSON.parse(byId("checks").textContent);
        const bySurface = surfaces.map(() => []);
        for (const check of checks) bySurface[check[0]].push(check);
        const rows = all("tbody > tr", table);
        const heads = all("thead th", table);
        const form = byId("check-filter");
        const fields = form.elements;
        let drill = null;

        const wants = (check, principal, verdict) =>
            (principal === "" || check[1] === +principal) && (verdict === "" || check[6] === +verdict);

        function fold() {
            if (!drill) return;
            drill.row.querySelector("th button").setAttribute("aria-expanded", "false");
            drill.made.remove();
            drill = null;
        }

        function checkRow(check) {
            const row = element("tr");
            row.append(element("td", VERDICTS[check[6]], { class: `v${check[6]}` }));
            for (const text of [principals[check[1]], variations[check[2]], check[5], expected[check[3]], check[7], check[8]])
                row.append(element("td", text));
            const reason = element("td", reasons[check[4]]);
            if (check[9]) {
                if (reasons[check[4]]) reason.append(" ");
                reason.append(element("a", `finding ${check[9]}`, { href: `#finding-${check[9]}` }));
            }
            row.append(reason);
            return row;
        }

        function unfold(row, principal) {
            const same = drill && drill.row === row && drill.principal === principal;
            fold();
            if (same) return;
            const surface = +row.dataset.s;
            const list = bySurface[surface].filter((check) => wants(check, principal, fields.verdict.value));
            list.sort((a, b) => (b[6] === 1) - (a[6] === 1) || (b[6] === 2) - (a[6] === 2));
            const inner = element("table");
            const head = element("tr");
            for (const title of ["verdict", "principal", "variation", "property", "expected", "groups", "requests", "reason"])
                head.append(element("th", title, { scope: "col" }));
            inner.append(element("thead"), element("tbody"));
            inner.tHead.append(head);
            inner.tBodies[0].append(...list.map(checkRow));
            const who = principal === "" ? "" : ` as ${principals[principal]}`;
            const inside = element("div", undefined, { class: "drill-inside", tabindex: "0", role: "region", "aria-label": `Checks of ${surfaces[surface]}${who}` });
            inside.append(inner);
            const cell = element("td", undefined, { colspan: heads.length });
            cell.append(inside);
            const made = element("tr", undefined, { class: "drill" });
            made.append(cell);
            row.after(made);
            row.querySelector("th button").setAttribute("aria-expanded", "true");
            drill = { row, principal, made };
        }

        for (const row of rows) {
            const head = row.firstElementChild;
            const button = element("button", undefined, { type: "button", "aria-expanded": "false" });
            button.append(...head.childNodes);
            head.append(button);
        }
        table.tBodies[0].classList.add("scripted");
        table.addEventListener("click", (event) => {
            const row = event.target.closest("tr[data-s]");
            if (!row) return;
            if (event.target.closest("button")) return unfold(row, fields.principal.value);
            const cell = event.target.closest("td[title]");
            if (cell) unfold(row, String(cell.cellIndex - 1));
        });

        onInput(form, () => {
            fold();
            const words = wordsOf(fields.text.value);
            const principal = fields.principal.value;
            const verdict = fields.verdict.value;
            let shown = 0;
            for (const row of rows) {
                const surface = +row.dataset.s;
                const fits = hasAll(surfaces[surface].toLowerCase(), words) &&
                    bySurface[surface].some((check) => wants(check, principal, verdict));
                row.hidden = !fits;
                shown += fits;
            }
            if (table.dataset.principal !== principal) {
                table.dataset.principal = principal;
                for (const row of [heads[0].parentElement, ...rows])
                    for (let i = 1; i < row.cells.length; i++) row.cells[i].hidden = principal !== "" && i - 1 !== +principal;
            }
            fields.count.value = count(shown, rows.length, "surface");
        });
    }

    function copy(text) {
        if (navigator.clipboard) return navigator.clipboard.writeText(text);
        return Promise.reject(new Error("no clipboard"));
    }

    function select(node) {
        const range = document.createRange();
        range.selectNodeContents(node);
        const selection = getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
    }

    function startCopies() {
        for (const replay of all(".replay")) {
            const button = element("button", "Copy", { type: "button", title: "Copy the commands", "aria-live": "polite" });
            const code = replay.querySelector("code");
            button.addEventListener("click", async () => {
                try {
                    await copy(code.textContent);
                    button.textContent = "Copied";
                } catch {
                    select(code);
                    button.textContent = "Selected";
                }
                setTimeout(() => { button.textContent = "Copy"; }, 1500);
            });
            replay.append(button);
        }
    }

    // A link to something folded unfolds it.
    function follow() {
        const target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
        if (!target || target.tagName !== "DETAILS") return;
        target.hidden = false;
        target.open = true;
        target.scrollIntoView();
    }

    startFindings();
    startMatrix();
    startCopies();
    addEventListener("hashchange", follow);
    follow();
    let folded = [];
    addEventListener("beforeprint", () => {
        folded = all("details:not([open])");
        for (const details of folded) details.open = true;
    });
    addEventListener("afterprint", () => {
        for (const details of folded) details.open = false;
    });
})();
