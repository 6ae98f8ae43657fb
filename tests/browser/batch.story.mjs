// The first batch of 2023 of one province's programme, from registering to the published list, as every role plays
// it in a browser: once with scripts and once without. The clock is moved with --now; nothing is written to the
// database behind the program's back. What is downloaded is opened with other programs than ours and compared with
// the two annexes of the notice, which stand here as they are printed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Site, person, scene, check, finish, accessible, closeBrowser } from './lib.mjs';
import { PASSWORD, FIRM, signIn, register, identify, verify, upload, type, press, go, words, said, expectUrl, uscc } from './people.mjs';

const FILING = '2023-02-01T09:00:00+08:00', DECIDING = '2023-02-06T10:00:00+08:00', PUBLIC = '2023-02-08T10:00:00+08:00',
	AFTER = '2023-02-14T09:00:00+08:00', ANNOUNCING = '2023-03-20T09:00:00+08:00';
const EXTRA = { name: '石家庄沐屹自动化仪表有限公司（虚构）', city: '130100', county: '130104', serial: 2, login: 'muyi',
	legal: '陈国栋', contact: '沈雅静' };
const SCORED = { ...FIRM, area: '石家庄市长安区', body: 'xianji', signer: 'tianbao-fr', industry: '3441', product: '磁力驱动化工泵',
	score: '90', direct: '否', answers: {
		economy: { 'revenue-2022': '1206', 'revenue-2021': '1100', 'main_revenue-2022': '1000', 'main_revenue-2021': '900',
			'total_assets-2022': '2480', 'total_liabilities-2022': '1000' },
		innovation: { 'rd_expense-2022': '60.3', ip_high: '0', ip_class1_own: '1', ip_class1: '1', ip_class2: '3' },
		specialisation: { sei_field: 'true' },
		direct: { award_national_rank_3y: '0', award_provincial_rank_3y: '0', hightech_valid: 'false', innovation_honour_valid: 'false',
			provincial_institution: 'false', 'equity_financing-2022': '0', 'equity_financing-2021': '0', 'equity_financing-2020': '0' } } };
// Fewer than 60 points, and a valid high-tech certificate: the direct way.
const DIRECT = { ...EXTRA, area: '石家庄市桥西区', body: 'linxian', signer: 'muyi-fr', industry: '4011', product: '智能压力变送器',
	score: '50', direct: '是', answers: { ...SCORED.answers,
		innovation: { 'rd_expense-2022': '6', ip_high: '0', ip_class1_own: '0', ip_class1: '0', ip_class2: '0' },
		specialisation: { sei_field: 'false' }, direct: { ...SCORED.answers.direct, hightech_valid: 'true' } } };
const FIRMS = [SCORED, DIRECT];
// 附件1 and 附件2 as printed; blanks of the typesetting are left out.
const ANNEX1 = { title: '2023年第一批河北省创新型中小企业推荐汇总表', seal: '市级工业和信息化主管部门（盖章）：',
	heads: ['序号', '企业名称', '企业统一社会信用代码', '所在市县（区）', '是否符合直通条件', '评分'] };
const ANNEX2 = ['附件2', '河北省创新型中小企业评价申报书',
	'1.河北省创新型中小企业自评表', '在培育平台填写后下载打印，相关数据须与培育平台申报系统保持一致，在“真实性声明”处由法定代表人签字，并在封面加盖公章',
	'2.企业营业执照复印件',
	'2021、2022年度审计报告（含研发费用），如无年度审计报告，则提供从电子税务局下载的2021年度、2022年度纳税申报表（含研发费用，加盖企业公章）',
	'4.自评标准条件的必要佐证材料', '（含直通条件佐证材料或评分指标相关佐证材料，需加盖企业公章）'];
const flat = (text) => text.replace(/\s+/g, '');

// --- papers -------------------------------------------------------------------------------------
const folder = mkdtempSync(join(tmpdir(), 'tidu-papers-'));
const pdfWords = (file) => flat(execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }));
function office(file, filter, result) {
	execFileSync('soffice', ['--headless', `-env:UserInstallation=file://${folder}/profile`, '--convert-to', filter, '--outdir', folder, file],
		{ stdio: 'ignore', timeout: 120000 });
	return readFileSync(join(folder, result), 'utf8');
}
// Pressing the link: the file that the browser keeps.
async function download(page, link, name) {
	const [file] = await Promise.all([page.waitForEvent('download', { timeout: 15000 }), link.first().click()]);
	const path = join(folder, name);
	await file.saveAs(path);
	return { path, name: file.suggestedFilename() };
}
function inOrder(text, parts) {
	let at = 0;
	for (const p of parts) {
		const n = text.indexOf(p, at);
		if (n < 0) return `missing or out of order: ${p}`;
		at = n + p.length;
	}
	return '';
}

// --- one play -------------------------------------------------------------------------------------
class Play {
	constructor(javaScript) {
		this.javaScript = javaScript;
		this.site = Site.scratch();
		this.people = new Map();
		this.seen = new Set();
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
	async at(now) { await this.site.at(now); }
	// The page as it stands, each once: its one h1, axe-core and no sideways scrolling at two widths, no complaint.
	async look(page, name) {
		if (this.seen.has(name)) return;
		this.seen.add(name);
		check(`${name} has one h1`, await page.locator('h1').count() === 1, page.url());
		for (const width of [360, 1280]) {
			await page.setViewportSize({ width, height: 900 });
			if (this.javaScript) await accessible(page, `${name} at ${width}`);
			else check(`no sideways scrolling ${name} at ${width}`,
				await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1));
		}
		check(`${name} console`, page.problems.length === 0, page.problems.join('; '));
		page.problems.length = 0;
	}
	async says(page, text, what) { check(what ?? text, flat(await words(page)).includes(flat(text)), `${text}: ${await said(page)}`); }

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
	// From the first page through every group of questions by the button that leads on.
	async evaluate(firm) {
		const page = await this.as(firm.login, '/e');
		await press(page, page.locator('form[action="/e/start"] button').first());
		await expectUrl(page, /^\/e\/app\/[\w-]+$/, 'start');
		firm.app = new URL(page.url()).pathname;
		firm.id = firm.app.split('/').pop();
		await this.look(page, 'task list');
		const [first, ...more] = Object.keys(firm.answers);
		await go(page, page.locator(`main a[href*="/s/${first}"]`));
		for (const section of [first, ...more]) {
			await expectUrl(page, new RegExp(`/s/${section}$`), 'the next group of questions');
			const before = await page.locator('#score-panel').innerText();
			await type(page, firm.answers[section]);
			if (this.javaScript && section === first) {
				await page.waitForFunction((t) => document.querySelector('#score-panel').innerText !== t, before, { timeout: 10000 });
				await this.says(page, '草稿已保存于', 'saved while one types');
				await this.look(page, 'group of questions');
			}
			await press(page, page.locator('main button[name=go][value=next]'));
			check(`${section} is kept`, !await page.locator('.errors').count(), await said(page));
		}
		await page.goto(`${this.site.url}${firm.app}/score`);
		check(`${firm.name}: ${firm.score} points`, new RegExp(`(^|\\D)${firm.score}(\\D|$)`).test(await words(page)), await words(page));
		await this.look(page, 'score');
	}
	// A file into every slot that is asked for.
	async evidence(firm) {
		const page = await this.as(firm.login, firm.app + '/files');
		const slots = await page.locator('form.upload:not(:has(h3:has-text("选填")))').evaluateAll((f) => f.map((x) => x.getAttribute('action').split('/').pop()));
		for (const slot of ['licence', 'audit_y1', 'audit_y2']) check(`${slot} is asked for`, slots.includes(slot), slots.join(' '));
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
		const legal = await this.as(firm.signer, null, once);
		await expectUrl(legal, /^\/me$/, 'must change the password first');
		await type(legal, { current: once, password: PASSWORD, again: PASSWORD });
		await press(legal, legal.locator('main form[action="/me/password"] button[type=submit]'));
		await legal.goto(this.site.url + '/e');
		await expectUrl(legal, /^\/e$/, 'password changed');
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
		check('the receipt has its number', /HBHZ20230201\d{6}/.test(text), text);
		check('the receipt says until when', text.includes('2023年2月27日'), text);
		await this.look(legal, 'receipt');
	}
	// Filler's papers: the form by itself and the whole with the items of 附件2, as PDF and as DOCX.
	async papers(firm) {
		const page = await this.as(firm.login, firm.app + '/receipt');
		const form = pdfWords((await download(page, page.locator('a[href$="/self-evaluation.pdf"]'), 'form.pdf')).path);
		const values = [firm.name, uscc(firm.county, firm.serial), firm.legal, firm.product, '1,206万元', '真实性声明', '法定代表人（签字）', '企业（盖章）',
			`总分${firm.score}`];
		for (const part of [ANNEX2[2].slice(2), '企业名称（盖章）', ...values]) check(`自评表: ${part}`, form.includes(flat(part)), form.slice(0, 1500));
		const whole = (await download(page, page.locator('a[href$="/application.pdf"]'), 'application.pdf')).path;
		const pages = Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [whole], { encoding: 'utf8' }))[1]);
		const inPdf = pdfWords(whole);
		check('every page has its number', inPdf.includes(`第1页`) && inPdf.includes(`第${pages}页`) && inPdf.includes(`共${pages}页`), String(pages));
		const docx = page.locator('a[href$="/application.docx"]');
		const inWord = flat(office((await download(page, docx, 'application.docx')).path, 'txt:Text (encoded):UTF8', 'application.txt'));
		for (const [kind, text] of [['PDF', inPdf], ['DOCX', inWord]]) {
			for (const part of ANNEX2) check(`申报书 ${kind}: ${part}`, text.includes(part), text.slice(0, 1500));
			for (const part of values) check(`申报书 ${kind}: ${part}`, text.includes(flat(part)));
			for (const slot of firm.slots) check(`申报书 ${kind}: ${slot}.pdf`, text.includes(`${slot}.pdf`));
			const order = inOrder(text, ['1.河北省', '2.企业营业执照复印件', '4.自评标准条件']);
			check(`申报书 ${kind}: items in order`, !order, order);
		}
	}
	// From the officer's own queue: every item looked at, then passed on.
	async pass(firm, login) {
		const page = await this.as(login, '/o');
		await go(page, page.locator('a[href^="/o/queue"]'));
		if (!await page.locator('main a', { hasText: firm.name }).count()) await page.goto(this.site.url + '/o/queue');
		await this.look(page, `queue of ${login === 'shiji1' ? 'the city' : 'a county'}`);
		await go(page, page.locator('main a', { hasText: firm.name }));
		await expectUrl(page, new RegExp(`^/o/app/${firm.id}$`), 'review');
		await this.look(page, `review by ${login === 'shiji1' ? 'the city' : 'a county'}`);
		await press(page, page.locator('main button[value=all_ok]').first());
		await this.says(page, '审核意见已保存');
		await go(page, page.locator(`main a[href*="/o/app/${firm.id}/pass"]`));
		await this.look(page, 'pass');
		await type(page, { note: '材料齐全，与标准相符' });
		await press(page, page.locator('main form[action$="/pass"] button[type=submit]'));
		await this.says(page, '已通过');
	}
	// To a page of the batch as its hub leads there.
	async hub(login, end) {
		const page = await this.as(login, '/o/batch');
		await go(page, page.locator('main a[href^="/o/batch/"]', { hasText: '2023年第一批' }));
		this.batch = new URL(page.url()).pathname;
		if (end) {
			await this.look(page, `hub before ${end}`);
			await go(page, page.locator(`main a[href^="${this.batch}/${end}"]`));
		}
		return page;
	}
	async meeting() {
		const page = await this.hub('shiji1', 'meeting');
		await type(page, { held_on: '2023-02-06', place: '三楼会议室', chair: '周主持', participants: '周主持、吴处长、郑干部、王干部',
			minutes: '对照评价标准逐家研究，形成一致意见。' });
		await this.look(page, 'meeting');
		await press(page, page.locator('main button[name=act][value=preview]').first());
		await this.says(page, '将同意 2 家');
		await press(page, page.locator('main button[name=act][value=record]'));
		await this.says(page, '同意 2 家');
		await go(page, page.locator('main a[href^="/o/meeting/"]'));
		await this.look(page, 'minutes');
	}
	async publicity() {
		const page = await this.hub('shiji1', 'publicity');
		await type(page, { contact: '市工信局中小企业处 0311-88888888' });
		await this.look(page, 'propose publicity');
		await press(page, page.locator('main form[action$="/publicity"] button[type=submit]').first());
		await expectUrl(page, /^\/o\/publicity\/[\w-]+$/, 'proposal');
		check('who proposes does not confirm', !await page.locator('main form[action$="/confirm"]').count());
		await this.look(page, 'publicity proposed');
		const other = await this.as('shiji2', '/o/batch');
		await go(other, other.locator('main a[href^="/o/batch/"]', { hasText: '2023年第一批' }));
		await go(other, other.locator('main a[href^="/o/publicity/"]'));
		await this.look(other, 'publicity to confirm');
		await press(other, other.locator('main form[action$="/confirm"] button[value=confirm]'));
		await this.says(other, '已开始公示');
	}
	// The second of five days: everybody reads the list, and what is asked of an objection.
	async public() {
		const page = await this.as('visitor', '/');
		await this.look(page, 'home during publicity');
		await go(page, page.locator('main a[href^="/publicity/"]'));
		await this.says(page, '第 2/5 天');
		await this.says(page, '2023年2月13日');
		for (const f of FIRMS) await this.says(page, f.name);
		check('the public list has no points', !(await words(page)).includes('评分'));
		await this.look(page, 'public list');
		await go(page, page.locator('main a[href*="/object"]'));
		await this.look(page, 'objection');
	}
	async recommend() {
		const page = await this.hub('shiji1', 'recommend');
		await type(page, { doc_no: '石工信〔2023〕7号' });
		await this.look(page, 'recommend');
		await press(page, page.locator('main form[action$="/recommend"] button[type=submit]').first());
		await expectUrl(page, /^\/o\/recommendation\/[\w-]+$/, 'draft of the recommendation');
		check('who drafts does not confirm', !await page.locator('main form[action$="/confirm"]').count());
		await this.look(page, 'recommendation drafted');
		this.recommendation = new URL(page.url()).pathname;
		const other = await this.as('shiji2', this.batch);
		await go(other, other.locator('main a[href^="/o/recommendation/"]'));
		await this.look(other, 'recommendation to confirm');
		await press(other, other.locator('main form[action$="/confirm"] button[value=confirm]'));
		await this.says(other, '已正式推荐 2 家');
		await this.look(other, 'recommendation sent');
	}
	// 推荐汇总表 in three forms, each opened by another program.
	async summary() {
		const page = await this.as('shiji2', this.recommendation);
		const get = async (kind) => {
			const file = await download(page, page.locator(`a[href$="/summary.${kind}"]`), `summary.${kind}`);
			check(`the ${kind} bears the title`, file.name.includes(ANNEX1.title), file.name);
			return file.path;
		};
		// By division code, as the list is printed: 长安区 before 桥西区.
		const rows = FIRMS.map((f, i) => [String(i + 1), f.name, uscc(f.county, f.serial), f.area, f.direct, f.score]);
		const table = office(await get('xlsx'), 'csv:Text - txt - csv (StarCalc):44,34,76', 'summary.csv').split('\n').map((l) => l.replace(/"/g, '').split(','));
		check('XLSX: title', table[0][0] === ANNEX1.title, table[0].join());
		check('XLSX: seal and date', table[1].join('').includes(ANNEX1.seal) && /年\s*月\s*日/.test(table[1].join('')), table[1].join());
		check('XLSX: columns of 附件1', JSON.stringify(table[2]) === JSON.stringify(ANNEX1.heads), table[2].join());
		rows.forEach((r, i) => check(`XLSX: row of ${r[1]}`, JSON.stringify(table[3 + i].map((x, k) => k === 5 ? String(Number(x)) : x)) === JSON.stringify(r), table[3 + i].join()));
		const word = office(await get('docx'), 'txt:Text (encoded):UTF8', 'summary.txt');
		const paper = pdfWords(await get('pdf'));
		for (const [kind, text] of [['DOCX', flat(word)], ['PDF', paper]]) {
			check(`${kind}: head`, !inOrder(text, ['附件1', ANNEX1.title, ANNEX1.seal, '年月日']), text.slice(0, 300));
			// A head of two lines is torn apart by pdftotext: its order is told by the others.
			check(`${kind}: columns of 附件1`, !inOrder(text, kind === 'DOCX' ? ANNEX1.heads : ANNEX1.heads.slice(0, 4)), text.slice(0, 300));
			for (const head of ANNEX1.heads) check(`${kind}: ${head}`, text.includes(head));
			const wrong = inOrder(text.slice(text.indexOf('评分')), rows.flat());
			check(`${kind}: rows`, !wrong, `${wrong} in ${text}`);
		}
	}
	async approve() {
		const page = await this.hub('shengji', 'approve');
		await this.look(page, 'approve');
		await go(page, page.locator('main a[href^="/o/recommendation/"]'));
		await this.look(page, 'recommendation at the province');
		await press(page, page.locator('main form:has([name=all]) button[value=approve]').first());
		await this.says(page, '将省级审定通过 2 家');
		await this.look(page, 'approval to confirm');
		await press(page, page.locator('main form[action$="/decide"] button[value=go]'));
		await this.says(page, '已办理 2 家');
	}
	async publish() {
		const page = await this.as('shengji', '/o/publish');
		await go(page, page.locator(`main a[href="${this.batch.replace('batch', 'publish')}"]`));
		await this.look(page, 'publish');
		await type(page, { doc_no: '冀工信企业〔2023〕12号' });
		await press(page, page.locator('main button[name=act][value=preview]').first());
		await this.look(page, 'announcement to confirm');
		await type(page, { confirm: '冀工信企业〔2023〕12号' });
		await press(page, page.locator('main button[name=act][value=publish]'));
		await expectUrl(page, /^\/news\/[\w-]+$/, 'publication');
	}
	async published() {
		const page = await this.as('visitor', '/news');
		await go(page, page.locator('main a[href^="/news/"]'));
		await this.says(page, '关于公布2023年第一批河北省创新型中小企业名单的公告');
		await this.says(page, '冀工信企业〔2023〕12号');
		await this.look(page, 'announcement');
		for (const [i, f] of FIRMS.entries()) {
			const number = `冀创新202301${String(i + 1).padStart(5, '0')}`;
			await page.goto(this.site.url + '/registry');
			await type(page, { q: f.name.slice(3, 8) });
			await press(page, page.locator('main form[action="/registry"] button[type=submit]').first());
			await go(page, page.locator('main a', { hasText: f.name }));
			for (const part of [number, '2023-03-20', '2026-03-19']) await this.says(page, part, `the register has ${part}`);
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
			for (const part of [f.name, number, '河北省创新型中小企业', '2023年3月20日至2026年3月19日', '河北省工业和信息化厅']) {
				check(`certificate: ${part}`, text.includes(part), text);
			}
		}
	}
	async run() {
		const mode = this.javaScript ? 'with scripts' : 'without scripts';
		const step = async (name, fn) => {
			if (!await scene(`${name}, ${mode}`, fn)) throw new Error('the play cannot go on');
		};
		this.site.init(FILING);
		for (const [login, role, name, code] of [['xianji', 'county', '韩立新', 'miit-130102'], ['linxian', 'county', '杨春生', 'miit-130104'],
			['shiji1', 'city', '冯建国', 'miit-130100'], ['shiji2', 'city', '褚海燕', 'miit-130100'],
			['shengji', 'province', '卫文博', 'miit-130000']]) this.site.user(login, role, name, ['--agency', code], PASSWORD);
		await this.at(FILING);
		for (const f of FIRMS) {
			await step(`${f.login} registers and is verified from the licence`, async () => { await this.register(f); await this.verify(f); });
			await step(`${f.login} fills in profile, every group and evidence`, async () => {
				await this.profile(f);
				await this.evaluate(f);
				await this.evidence(f);
			});
			await step(`${f.login}: the legal representative signs and submits`, async () => { await this.signer(f); await this.submit(f); });
		}
		await step('自评表 and 申报书 have the items of 附件2', () => this.papers(SCORED));
		for (const f of FIRMS) await step(`the county passes ${f.login}`, () => this.pass(f, f.body));
		await this.at(DECIDING);
		for (const f of FIRMS) await step(`the city passes ${f.login}`, () => this.pass(f, 'shiji1'));
		await step('集中研究', () => this.meeting());
		await step('publicity by two people', () => this.publicity());
		await this.at(PUBLIC);
		await step('the public reads the list', () => this.public());
		await this.at(AFTER);
		await step('recommendation by two people', () => this.recommend());
		await step('推荐汇总表 has the columns of 附件1', () => this.summary());
		await step('the province approves', () => this.approve());
		await this.at(ANNOUNCING);
		await step('the province publishes', () => this.publish());
		await step('announcement, register and certificates', () => this.published());
	}
}

try {
	for (const javaScript of [true, false]) {
		const play = new Play(javaScript);
		try {
			await play.run();
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
