// Starts the real program, drives Chromium, counts what passed. Every other file here is a story.
import { chromium } from 'playwright-core';
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const root = new URL('../../', import.meta.url).pathname;
export const tidu = process.env.TIDU || join(root, 'build/tidu');

let passed = 0, failed = 0;
export function check(name, ok, detail = '') {
	if (ok) passed++;
	else { failed++; console.log(`FAIL ${name} ${detail}`); }
	return ok;
}
// True when it was played to its end.
export async function scene(name, fn) {
	const t = Date.now();
	try {
		await fn();
		passed++;
		console.log(`ok   ${name} (${Date.now() - t} ms)`);
		return true;
	} catch (e) {
		failed++;
		console.log(`FAIL ${name}: ${e.stack || e}`);
		return false;
	}
}
export function finish() {
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed ? 1 : 0);
}

function freePort() {
	return new Promise((done) => {
		const s = createServer().listen(0, '127.0.0.1', () => { const p = s.address().port; s.close(() => done(p)); });
	});
}

// A scratch database and a server that can be stopped and started again at another instant.
export class Site {
	static scratch() {
		const site = new Site();
		site.dir = mkdtempSync(join(tmpdir(), 'tidu-browser-'));
		site.db = join(site.dir, 'tidu.db');
		return site;
	}
	cli(args, input = '') {
		return execFileSync(tidu, args, { input, encoding: 'utf8', maxBuffer: 64 << 20 });
	}
	init(now) { this.cli(['init', '--db', this.db, '--now', now]); }
	user(login, role, name, where, password) {
		this.cli(['user', 'add', login, '--role', role, '--name', name, ...where, '--password-stdin', '--db', this.db], password);
	}
	async at(now) {
		await this.stop();
		this.port ??= await freePort();
		const args = ['serve', '--db', this.db, '--listen', `127.0.0.1:${this.port}`];
		if (now) args.push('--now', now);
		this.log = '';
		this.proc = spawn(tidu, args, { stdio: ['ignore', 'ignore', 'pipe'] });
		this.proc.stderr.on('data', (d) => { this.log += d; });
		this.url = `http://127.0.0.1:${this.port}`;
		for (let i = 0; i < 100; i++) {
			try { await fetch(this.url + '/'); return; } catch { await new Promise((r) => setTimeout(r, 50)); }
		}
		throw new Error('server did not start: ' + this.log);
	}
	async stop() {
		if (!this.proc) return;
		const gone = new Promise((r) => this.proc.once('exit', r));
		this.proc.kill('SIGTERM');
		await gone;
		this.proc = null;
	}
	async done() { await this.stop(); rmSync(this.dir, { recursive: true, force: true }); }
}

let browser;
export async function person({ javaScript = true, width = 1280 } = {}) {
	browser ??= await chromium.launch({
		executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
			'--disable-component-update', '--disable-sync'],
	});
	const context = await browser.newContext({ javaScriptEnabled: javaScript, viewport: { width, height: 900 }, locale: 'zh-CN' });
	context.setDefaultTimeout(15000);
	// Handed over once: sent to every page anew it costs as much as what it then does.
	if (javaScript) await context.addInitScript({ content: axeSource });
	const page = await context.newPage();
	page.problems = [];
	page.on('pageerror', (e) => page.problems.push(String(e)));
	page.on('console', (m) => { if (m.type() === 'error') page.problems.push(m.text()); });
	return page;
}
export async function closeBrowser() {
	// A browser that has died does not answer; the exit of this process ends it.
	await Promise.race([browser?.close().catch(() => {}), new Promise((r) => setTimeout(r, 10000).unref())]);
	browser = null;
}

// axe-core over the page as it stands; contrast and structure, every rule of WCAG 2.2 A and AA. The script comes in
// by the debugger, so the site's own content security policy stays as it is. Colours are judged on a wide screen: the
// style sheet has none of its own for elements on a narrow one, and the judgement takes as long as all others together.
const NARROW = 640;
async function accessible(page, name) {
	const there = await page.evaluate('!!window.axe');
	const options = {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'], preload: false,
		rules: { 'color-contrast': { enabled: page.viewportSize().width > NARROW } },
	};
	const found = await page.evaluate((there ? '' : axeSource) + `;axe.run(document,${JSON.stringify(options)}).then(r=>r.violations.map(v=>v.id+": "+v.nodes.map(n=>n.target.join(" ")).slice(0,3).join(" | ")))`);
	check(`axe ${name}`, found.length === 0, found.join('; '));
}
// The page as it stands: its one h1, nothing to complain of for axe-core and no sideways scrolling at two widths,
// nothing on the console. Without scripts axe-core does not run either.
export async function look(page, name, { scripts = true } = {}) {
	check(`${name} has one h1`, await page.locator('h1').count() === 1, page.url());
	for (const width of [1280, 360]) {
		await page.setViewportSize({ width, height: 900 });
		if (scripts) await accessible(page, `${name} ${width}`);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
		check(`no sideways scrolling ${name} ${width}`, !wide);
	}
	check(`${name} console`, page.problems.length === 0, page.problems.join('; '));
	page.problems.length = 0;
}
export async function lookAt(page, site, path, name = path, options = {}) {
	page.problems.length = 0;
	const answer = await page.goto(site.url + path);
	check(`${name} answers`, answer.status() === 200, `${answer.status()} ${page.url()}`);
	await look(page, name, options);
}
