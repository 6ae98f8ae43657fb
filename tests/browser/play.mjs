// One round of a programme, as every role plays it in a browser: the steps that programmes have in common, each from
// the page that leads there. A story of one programme extends Play and adds its own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Site, person, scene, check, finish, look, closeBrowser } from './lib.mjs';
import { PASSWORD, signIn, register, identify, verify, upload, type, press, go, words, said, expectUrl } from './people.mjs';

export const flat = (text) => text.replace(/\s+/g, '');

// --- papers -------------------------------------------------------------------------------------
const folder = mkdtempSync(join(tmpdir(), 'tidu-papers-'));
export const pdfWords = (file) => flat(execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }));
export function office(file, filter, result) {
	execFileSync('soffice', ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', filter, '--outdir', folder, file],
		{ stdio: 'ignore', timeout: 120000 });
	return readFileSync(join(folder, result), 'utf8');
}
// Pressing the link: the file that the browser keeps.
export async function download(page, link, name) {
	const [file] = await Promise.all([page.waitForEvent('download', { timeout: 15000 }), link.first().click()]);
	const path = join(folder, name);
	await file.saveAs(path);
	return { path, name: file.suggestedFilename() };
}
export function inOrder(text, parts) {
	let at = 0;
	for (const p of parts) {
		const n = text.indexOf(p, at);
		if (n < 0) return `missing or out of order: ${p}`;
		at = n + p.length;
	}
	return '';
}

// --- one play -------------------------------------------------------------------------------------
export class Play {
	// batchTitle: as the hub's list names the round; programme: as the enterprise's, where there are several; receipt: the number that it bears; due: the day until which the first body decides.
	constructor(javaScript, { batchTitle, programme, receipt, due }) {
		Object.assign(this, { javaScript, batchTitle, programme, receipt, due });
		this.site = Site.scratch();
		this.people = new Map();
		this.seen = new Set();
		this.role = new Map();
	}
	// Officers, before anybody serves: login, role, name, body.
	staff(...rows) {
		for (const [login, role, name, code] of rows) {
			this.site.user(login, role, name, ['--agency', code], PASSWORD);
			this.role.set(login, role);
		}
	}
	// A person's own browser; signs in again when the session has run out meanwhile.
	async as(login, path, password = PASSWORD) {
		let page = this.people.get(login);
		if (!page) this.people.set(login, page = await person({ javaScript: this.javaScript }));
		if (path) await page.goto(this.site.url + path);
		if (login !== 'visitor' && (!path || new URL(page.url()).pathname === '/login')) {
			await signIn(page, this.site, login, password);
			if (path) await page.goto(this.site.url + path);
		}
		return page;
	}
	async at(now) {
		this.now = now;
		await this.site.at(now);
	}
	// The page as it stands, each once; then on the wide screen again, where the play goes on.
	async look(page, name) {
		if (this.seen.has(name)) return;
		this.seen.add(name);
		await look(page, name, { scripts: this.javaScript });
		await page.setViewportSize({ width: 1280, height: 900 });
	}
	async says(page, text, what) { check(what ?? text, flat(await words(page)).includes(flat(text)), `${text}: ${await said(page)}`); }

	// What is refused: Chromium tells a status of 4xx to its console, which is no complaint about the page.
	async refused(page, button, text) {
		await press(page, button);
		await this.says(page, text);
		page.problems = page.problems.filter((p) => !/status of (409|422)/.test(p));
	}

	async register(firm) {
		const page = await this.as('visitor', '/');
		await go(page, page.locator('a[href="/register"]'));
		await register(page, this.site, firm);
		this.people.delete('visitor');
		this.people.set(firm.login, page);
		await identify(page, this.site, firm);
		await this.says(page, '待核验');
	}
	async verify(firm) {
		const page = await this.as(firm.body, '/o');
		await go(page, page.locator('a[href^="/o/identity"]'));
		await go(page, page.locator('main a', { hasText: firm.name }));
		await this.look(page, 'verification case');
		const paper = await download(page, page.locator('main a[href*="/file/"]'), 'licence.pdf');
		check('the licence is the one uploaded', readFileSync(paper.path).includes(`licence ${firm.serial}`));
		await verify(page, this.site, firm);
	}
	async profile(firm) {
		const page = await this.as(firm.login, '/e/profile');
		await type(page, { address: '创新路1号', established_on: '2015年6月1日', capital: '500', industry_code: firm.industry,
			ownership: '私营企业', legal_rep: firm.legal, contact: firm.contact, contact_phone: '0311-88888888', main_product: firm.product });
		await press(page, page.locator('main form[action="/e/profile"][method=post] button[type=submit]'));
		check('the profile is kept', !await page.locator('.errors').count(), await said(page));
	}
	// /e/ip and /e/honours: what the rules count is listed, not typed as a number.
	async listed(firm, list, kind, values) {
		const page = await this.as(firm.login, `/e/${list}`);
		await this.look(page, `empty list ${list}`);
		await type(page, { kind });
		await press(page, page.locator(`main form[action="/e/${list}/new"] button[type=submit]`));
		await this.look(page, `new in ${list}`);
		await type(page, values);
		await press(page, page.locator('main button[type=submit]', { hasText: '保存' }));
		check(`${list}: the item is kept`, await page.locator('main a', { hasText: values.title }).count() === 1, await said(page));
		await this.look(page, `list ${list}`);
		await go(page, page.locator('main a', { hasText: values.title }));
		await this.look(page, `item of ${list}`);
	}
	// From the first page through every group of questions by the button that leads on.
	async evaluate(firm) {
		const page = await this.as(firm.login, '/e');
		// Where a document has conditions that are looked up, they are shown first; there may be rounds of other programmes.
		const own = this.programme ? page.locator('main li', { hasText: this.programme }) : page.locator('main');
		const conditions = own.locator('a[href^="/e/start/"]');
		if (await conditions.count()) {
			await go(page, conditions);
			await this.look(page, 'conditions of entry');
			await press(page, page.locator('form[action="/e/start"] button').first());
		} else await press(page, own.locator('form[action="/e/start"] button').first());
		await expectUrl(page, /^\/e\/app\/[\w-]+$/, 'start');
		firm.app = new URL(page.url()).pathname;
		firm.id = firm.app.split('/').pop();
		await this.look(page, 'task list');
		const [first, ...more] = Object.keys(firm.answers);
		let typed = false;
		await go(page, page.locator(`main a[href*="/s/${first}"]`));
		for (const section of [first, ...more]) {
			await expectUrl(page, new RegExp(`/s/${section}$`), 'the next group of questions');
			const before = await page.locator('#score-panel').innerText();
			await type(page, firm.answers[section]);
			if (this.javaScript && !typed && Object.keys(firm.answers[section]).length) {
				typed = true;
				await page.waitForFunction((t) => document.querySelector('#score-panel').innerText !== t, before, { timeout: 10000 });
				await this.says(page, '草稿已保存于', 'saved while one types');
				await this.look(page, 'group of questions');
			}
			await press(page, page.locator('main button[name=go][value=next]'));
			check(`${section} is kept`, !await page.locator('.errors').count(), await said(page));
		}
		await page.goto(`${this.site.url}${firm.app}/score`);
		check(`${firm.name}: ${firm.score}`, new RegExp(`(^|\\D)${firm.score}(\\D|$)`).test(await words(page)), await words(page));
		await this.look(page, 'score');
	}
	// A file into every slot that is asked for.
	async evidence(firm) {
		const page = await this.as(firm.login, firm.app + '/files');
		const slots = await page.locator('form.upload:not(:has(h3:has-text("选填")))').evaluateAll((f) => f.map((x) => x.getAttribute('action').split('/').pop()));
		for (const slot of firm.asked ?? ['licence', 'audit_y1', 'audit_y2']) check(`${slot} is asked for`, slots.includes(slot), slots.join(' '));
		firm.slots = slots;
		for (const slot of slots) {
			await upload(page, `/files/${slot}`, `${slot}.pdf`, `${slot} ${firm.serial}`);
			await this.says(page, '已收到 1 个文件', `${slot} is received`);
		}
		await this.look(page, 'evidence');
	}
	async signer(firm) {
		const page = await this.as(firm.login, '/me/org');
		await type(page, { role: 'legal_rep', login: firm.signer, name: firm.legal });
		await press(page, page.locator('main form[action="/me/org"] button[type=submit]'));
		const once = (await page.locator('.number').innerText()).trim();
		await this.look(page, 'password shown once');
		await this.firstSignIn(firm.signer, once, '/e');
	}
	// With the password that was shown once, which must be changed before anything else.
	async firstSignIn(login, once, home) {
		const page = await this.as(login, null, once);
		await expectUrl(page, /^\/me$/, 'must change the password first');
		await type(page, { current: once, password: PASSWORD, again: PASSWORD });
		await press(page, page.locator('main form[action="/me/password"] button[type=submit]'));
		await page.goto(this.site.url + home);
		check(`${login} has changed the password`, new URL(page.url()).pathname.startsWith(home), page.url());
		return page;
	}
	async submit(firm) {
		const page = await this.as(firm.login, firm.app + '/check');
		await this.look(page, 'check');
		await press(page, page.locator('form[action$="/to-sign"] button[type=submit]'));
		await this.says(page, '尚未报送', 'sent to be signed, not yet submitted');
		const legal = await this.as(firm.signer, '/e');
		await go(legal, legal.locator('main .next a'));
		if (!legal.url().endsWith('/sign')) await go(legal, legal.locator('main a[href$="/sign"]'));
		await this.look(legal, 'sign');
		for (const box of await legal.locator('main [name=eligible]').all()) await box.check();
		await type(legal, { truth: true });
		await press(legal, legal.locator('main button[name=act][value=submit]'));
		await expectUrl(legal, /\/receipt$/, 'submission');
		const text = await words(legal);
		check('the receipt has its number', this.receipt.test(text), text);
		check('the receipt says until when', text.includes(this.due), text.slice(text.indexOf('报送时间')));
		await this.look(legal, 'receipt');
	}
	// From the officer's own queue: every item looked at, then passed on.
	async pass(firm, login) {
		const body = this.role.get(login);
		const page = await this.as(login, '/o');
		await go(page, page.locator('a[href^="/o/queue"]'));
		if (!await page.locator('main a', { hasText: firm.name }).count()) await page.goto(this.site.url + '/o/queue');
		await this.look(page, `queue of ${body}`);
		await go(page, page.locator('main a', { hasText: firm.name }));
		await expectUrl(page, new RegExp(`^/o/app/${firm.id}$`), 'review');
		await this.look(page, `review by ${body}`);
		await press(page, page.locator('main button[value=all_ok]').first());
		await this.says(page, '审核意见已保存');
		await go(page, page.locator(`main a[href*="/o/app/${firm.id}/pass"]`));
		await this.look(page, 'pass');
		await type(page, { note: '材料齐全，与标准相符' });
		await press(page, page.locator('main form[action$="/pass"] button[type=submit]'));
		await this.says(page, '已通过');
	}
	// A telephone in the works: planned, then a finding for each item, with a photograph.
	async visit(firm, login, level) {
		const page = this.people.get(login);
		const phone = () => page.setViewportSize({ width: 360, height: 780 });
		const path = `/o/site/${firm.id}`, on = this.now.slice(0, 10);
		await phone();
		await go(page, page.locator(`main a[href^="${path}"]`));
		await this.look(page, `visit to plan, ${level}`);
		await phone();
		await type(page, { on, inspector1: '王一', inspector2: '刘二' });
		await press(page, page.locator(`main form[action="${path}"] button[type=submit]`));
		await this.says(page, '已安排实地核查');
		await go(page, page.locator(`main a[href^="${path}"]`));
		await this.look(page, `visit to record, ${level}`);
		await phone();
		const items = await page.locator('main input[type=radio][name^="f."][value=same]').evaluateAll((n) => n.map((x) => x.name));
		check(`${level}: items to look at`, items.length > 5, items.join(' '));
		await type(page, { on, inspector1: '王一', inspector2: '刘二', side: '生产负责人周工', findings: '现场查看生产线与研发场所，核对账册。',
			result: 'ok', ...Object.fromEntries(items.map((name) => [name, 'same'])) });
		await page.locator('#photo').setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: await page.screenshot() });
		await press(page, page.locator(`main form[action="${path}"] button[type=submit]`));
		await this.says(page, '核查结果已登记');
		await page.setViewportSize({ width: 1280, height: 900 });
	}
	// Who must be visited does not go on unvisited: `why` is what the refusal says.
	async visitFirst(firm, login, why) {
		const page = await this.as(login, '/o/queue');
		await go(page, page.locator('main a', { hasText: firm.name }));
		const review = page.url();
		await press(page, page.locator('main button[value=all_ok]').first());
		await go(page, page.locator(`main a[href*="/o/app/${firm.id}/pass"]`));
		await type(page, { note: '材料齐全' });
		await this.refused(page, page.locator('main form[action$="/pass"] button[type=submit]'), why);
		await page.goto(review);
		await this.visit(firm, login, 'city');
		await this.look(page, 'review after the visit');
	}
	// To a page of the batch as its hub leads there.
	async hub(login, end) {
		const page = await this.as(login, '/o/batch');
		await go(page, page.locator('main a[href^="/o/batch/"]', { hasText: this.batchTitle }));
		this.batch = new URL(page.url()).pathname;
		if (end) {
			await this.look(page, `hub before ${end}`);
			await go(page, page.locator(`main a[href^="${this.batch}/${end}"]`));
		}
		return page;
	}
	// What is decided for chosen files of the batch: chosen, looked at, done.
	async listAct(login, list, act, firms, values = {}) {
		const page = await this.hub(login, `list/${list}`);
		await this.look(page, `list to ${act}`);
		await type(page, { id: firms.map((f) => f.id) });
		await press(page, page.locator(`main button[name=act][value=${act}]`).first());
		await this.look(page, `preview of ${act}`);
		await type(page, values);
		await press(page, page.locator('main button[name=act][value=go]'));
		await this.says(page, `已办理 ${firms.length} 家`);
	}
	// One person of the body proposes `values`, the other confirms; `stage` names the pages. Gives the list's address.
	async publicity(one, two, values, stage = '') {
		const page = await this.hub(one, 'publicity');
		await type(page, values);
		await this.look(page, `propose ${stage}publicity`);
		await press(page, page.locator('main form[action$="/publicity"] button[type=submit]').first());
		await expectUrl(page, /^\/o\/publicity\/[\w-]+$/, 'proposal');
		check('who proposes does not confirm', !await page.locator('main form[action$="/confirm"]').count());
		await this.look(page, `${stage}publicity proposed`);
		const other = await this.hub(two);
		await go(other, other.locator('main a[href^="/o/publicity/"]'));
		await this.look(other, `${stage}publicity to confirm`);
		await press(other, other.locator('main form[action$="/confirm"] button[value=confirm]'));
		await this.says(other, '已开始公示');
	}
	// A day of the publicity: everybody reads the list, as `from` leads there.
	async public(firms, parts, from = '/publicity') {
		const page = await this.as('visitor', from);
		await this.look(page, `${from} during publicity`);
		await go(page, page.locator('main a[href^="/publicity/"]'));
		for (const part of [...firms.map((f) => f.name), ...parts]) await this.says(page, part);
		check('the public list has no points', !(await words(page)).includes('评分'));
		await this.look(page, 'public list');
		return page;
	}
	async recommend(one, two, docNo, said) {
		const page = await this.hub(one, 'recommend');
		await type(page, { doc_no: docNo });
		await this.look(page, 'recommend');
		await press(page, page.locator('main form[action$="/recommend"] button[type=submit]').first());
		await expectUrl(page, /^\/o\/recommendation\/[\w-]+$/, 'draft of the recommendation');
		check('who drafts does not confirm', !await page.locator('main form[action$="/confirm"]').count());
		await this.look(page, 'recommendation drafted');
		this.recommendation = new URL(page.url()).pathname;
		const other = await this.as(two, this.batch);
		await go(other, other.locator('main a[href^="/o/recommendation/"]'));
		await this.look(other, 'recommendation to confirm');
		await press(other, other.locator('main form[action$="/confirm"] button[value=confirm]'));
		await this.says(other, said);
		await this.look(other, 'recommendation sent');
	}
	// One recommendation, all of it.
	async approve(login, n) {
		const page = await this.hub(login, 'approve');
		await this.look(page, 'approve');
		await go(page, page.locator('main a[href^="/o/recommendation/"]'));
		await this.look(page, 'recommendation at the province');
		await press(page, page.locator('main form:has([name=all]) button[value=approve]').first());
		await this.says(page, `将省级审定通过 ${n} 家`);
		await this.look(page, 'approval to confirm');
		await press(page, page.locator('main form[action$="/decide"] button[value=go]'));
		await this.says(page, `已办理 ${n} 家`);
	}
	async publish(login, docNo, issued) {
		const page = await this.as(login, '/o/publish');
		await go(page, page.locator(`main a[href="${this.batch.replace('batch', 'publish')}"]`));
		await this.look(page, 'publish');
		await type(page, { doc_no: docNo });
		await press(page, page.locator('main button[name=act][value=preview]').first());
		check('the preview bears the day of the announcement', (await page.locator('main .inset').first().innerText()).trim().endsWith(issued), issued);
		await this.look(page, 'announcement to confirm');
		await type(page, { confirm: docNo });
		await press(page, page.locator('main button[name=act][value=publish]'));
		await expectUrl(page, /^\/news\/[\w-]+$/, 'publication');
	}
	// What everybody and the enterprise see of a title: the register, the check by number, the certificate.
	async entry(f, number, { from, to, printed }) {
		const page = await this.as('visitor');
		await page.goto(this.site.url + '/registry');
		await type(page, { q: f.name.slice(3, 8) });
		await press(page, page.locator('main form[action="/registry"] button[type=submit]').first());
		await go(page, page.locator('main a', { hasText: f.name }));
		for (const part of [number, from, to]) await this.says(page, part, `the register has ${part}`);
		await this.look(page, 'register entry');
		await page.goto(this.site.url + '/verify');
		await type(page, { no: number });
		await press(page, page.locator('main form[action="/verify"] button[type=submit]'));
		await this.says(page, '有效');
		await this.says(page, f.name);
		await this.look(page, 'certificate check');
		const own = await this.as(f.login, '/e/certs');
		await this.says(own, number, 'the enterprise sees its certificate');
		await this.look(own, 'own certificates');
		const text = pdfWords((await download(own, own.locator('main a[href*="/cert/"]'), 'certificate.pdf')).path);
		for (const part of [f.name, number, ...printed]) {
			check(`certificate: ${part}`, text.includes(part), text);
		}
	}
}

// Plays the story once with scripts and once without, and ends the process.
export async function playAll(Story) {
	try {
		for (const javaScript of [true, false]) {
			const play = new Story(javaScript);
			play.step = async (name, fn) => {
				if (!await scene(`${name}, ${javaScript ? 'with' : 'without'} scripts`, fn)) throw new Error('the play cannot go on');
			};
			try {
				await play.run();
				for (const [login, page] of play.people) check(`console of ${login}`, page.problems.length === 0, page.problems.join('; '));
			} catch (e) {
				console.log(`${e.message}\n${play.site.log}`);
				check('played to the end', false);
			} finally {
				await play.site.done();
				await closeBrowser();
			}
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	finish();
}
