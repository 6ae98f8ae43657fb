// A round of document 001 that its province calls, from the call to the certificate, as every role plays it in a browser;
// without scripts as far as its city's review. Its city visits with a telephone, its days of publicity are typed because the
// document prints none, and its province draws whom it visits, so that everybody can draw again.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { check, tidu } from './lib.mjs';
import { expectUrl, go, press, type, uscc } from './people.mjs';
import { Play, download, playAll } from './play.mjs';

const CALLING = '2023-04-03T09:00:00+08:00', REVIEWING = '2023-04-10T09:00:00+08:00', PUBLIC = '2023-04-12T09:00:00+08:00',
	AFTER = '2023-04-18T09:00:00+08:00', DRAWING = '2023-04-19T21:30:00+08:00', VISITING = '2023-04-20T09:00:00+08:00',
	CLEARED = '2023-04-28T09:00:00+08:00', ANNOUNCING = '2023-05-10T09:00:00+08:00';
const CITY = ['shi1', 'shi2'], PROVINCE = ['sheng1', 'sheng2'];
const NUMBERS = '03 11 17 22 28 31 + 09';
const FIRM = { name: '郑州启衡精密轴承有限公司（虚构）', city: '410100', county: '410102', serial: 7, login: 'qiheng', legal: '李志远',
	contact: '张晓梅', body: 'shi1', signer: 'qiheng-fr', industry: '3451', product: '精密轴承', score: '95', answers: {
		economy: { 'revenue-2022': '12000', 'revenue-2021': '10000', 'main_revenue-2022': '11000', 'main_revenue-2021': '9500',
			'total_assets-2022': '15000', 'total_liabilities-2022': '6000' },
		innovation: { 'rd_expense-2022': '700' },
		specialisation: { sei_field: 'true' },
		direct: { 'equity_financing-2022': '0', 'equity_financing-2021': '0', 'equity_financing-2020': '0' } } };

class Henan extends Play {
	constructor(javaScript) {
		super(javaScript, { batchTitle: '2023年度第一批', receipt: /HNCXHZ20230403\d{6}/, due: '2023年4月28日' });
	}

	async call() {
		const page = await this.as(PROVINCE[0], '/o/batch');
		await go(page, page.locator('main a[href^="/o/batches/new?edition=henan-innovative-2023"]'));
		await this.look(page, 'a round to call');
		await type(page, { opens_on: '2023-04-03', filing_last: '2023-04-07', city_deadline: '2023-04-28' });
		await press(page, page.locator('main button[name=act][value=call]'));
		await expectUrl(page, /^\/o\/batch\/\d+$/, 'called');
		await this.says(page, this.batchTitle);
		await this.look(page, 'a round that is called');
	}
	// --- the draw ----------------------------------------------------------------------------------
	async freeze() {
		const page = await this.hub(PROVINCE[0], 'draw');
		await this.look(page, 'draw to freeze');
		await this.refused(page, page.locator('main button[name=act][value=freeze]'), '文件没有规定比例');
		await type(page, { share: '20' });
		await press(page, page.locator('main button[name=act][value=freeze]'));
		await expectUrl(page, /^\/o\/draw\/[\w-]+$/, 'frozen');
		this.draw = new URL(page.url()).pathname;
		this.sampling = this.draw.replace('/o/draw/', '/sampling/');
		await this.look(page, 'draw frozen');
		await type(page, { source: '中国福利彩票双色球2023年4月19日开奖号码，红球由小到大，后加蓝球', source_on: '2023-04-19' });
		await press(page, page.locator('main button[name=act][value=announce]'));
		await this.says(page, '号码来源已公布');
		await this.look(page, 'draw announced');
	}
	// What stands before the numbers are known is kept by somebody of the public.
	async before() {
		const page = await this.as('visitor', '/sampling');
		await this.look(page, 'draws');
		await go(page, page.locator(`main a[href="${this.sampling}"]`));
		await this.says(page, FIRM.name);
		await this.look(page, 'draw in public, announced');
		this.kept = (await this.result(page)).data;
		check('nothing is drawn yet', this.kept.drawn.length === 0 && this.kept.codes.length === 0, JSON.stringify(this.kept));
	}
	async result(page) {
		const { path } = await download(page, page.locator('main a[href$="/draw.json"]'), 'draw.json');
		return { path, data: JSON.parse(readFileSync(path, 'utf8')) };
	}
	async numbers() {
		const page = await this.as(PROVINCE[0], this.draw);
		await type(page, { numbers: NUMBERS, witness1: '周见证（省纪委监委）', witness2: '吴见证（公证处）' });
		await press(page, page.locator('main button[name=act][value=enter]'));
		await this.says(page, '号码已录入');
		check('who entered does not draw', !await page.locator('main button[value=confirm]').count());
		await this.look(page, 'draw entered');
		const other = await this.as(PROVINCE[1], this.draw);
		await this.look(other, 'draw to confirm');
		await type(other, { numbers: NUMBERS });
		await press(other, other.locator('main button[name=act][value=confirm]'));
		await this.says(other, '抽中 1 家');
		await this.look(other, 'drawn');
	}
	// Anybody draws again: with the program and with the script that the page offers; a changed file is found.
	async again() {
		const page = await this.as('visitor', this.sampling);
		for (const part of [NUMBERS, '周见证', FIRM.name]) await this.says(page, part);
		await this.look(page, 'draw in public, drawn');
		const { path, data } = await this.result(page);
		check('frame and commitment are those of before', data.frame_hash === this.kept.frame_hash && data.commitment === this.kept.commitment);
		check('the enterprise is drawn', JSON.stringify(data.drawn) === JSON.stringify([uscc(FIRM.county, FIRM.serial)]), data.drawn.join());
		const script = (await download(page, page.locator('main a[href="/sampling-verify.py"]'), 'verify.py')).path;
		const verdict = () => [[tidu, 'draw', 'verify', path], ['python3', script, path]].map(([command, ...args]) => {
			try { execFileSync(command, args, { stdio: 'pipe' }); return true; } catch { return false; }
		});
		check('program and script draw the same', verdict().every((good) => good), verdict().join());
		writeFileSync(path, JSON.stringify({ ...data, codes: ['0'.repeat(64)] }));
		check('a code that was not promised is found out', verdict().every((good) => !good), verdict().join());
	}
	async provinceVisit() {
		const page = await this.as(PROVINCE[0], this.draw);
		await this.refused(page, page.locator('main button[value=sample_pass]'), '请先安排并登记省级实地核查');
		await this.look(page, 'draw with a refusal');
		await this.visit(FIRM, PROVINCE[0], 'province');
		await page.goto(this.site.url + this.draw);
		await press(page, page.locator('main button[value=sample_pass]'));
		await this.says(page, '已通过抽查');
		await this.look(page, 'draw settled');
	}

	async published() {
		const page = await this.as('visitor', '/news');
		await go(page, page.locator('main a[href^="/news/"]'));
		await this.says(page, '关于公布2023年度第一批河南省创新型中小企业名单的公告');
		await this.look(page, 'announcement');
		await this.entry(FIRM, '豫创新20230100001', { from: '2023-01-01', to: '2025-12-31',
			printed: ['河南省创新型中小企业', '2023年1月1日至2025年12月31日', '河南省工业和信息化厅'] });
	}
	async run() {
		this.site.init(CALLING);
		this.staff([CITY[0], 'city', '冯建国', 'miit-410100'], [CITY[1], 'city', '褚海燕', 'miit-410100'],
			[PROVINCE[0], 'province', '卫文博', 'miit-410000'], [PROVINCE[1], 'province', '蒋一鸣', 'miit-410000']);
		await this.at(CALLING);
		await this.step('the province calls a round', () => this.call());
		await this.step('an enterprise registers and its city verifies it', async () => { await this.register(FIRM); await this.verify(FIRM); });
		await this.step('it lists an invention and a certificate', async () => {
			await this.profile(FIRM);
			await this.listed(FIRM, 'ip', 'invention', { title: '一种精密轴承', number: 'ZL201810000001.X', granted_on: '2018-05-06', rank: '1',
				obtained: 'own', related: true, applied: true });
			await this.listed(FIRM, 'honours', 'hightech', { title: '高新技术企业', number: 'GR202141000001', granted_on: '2021-10-28',
				valid_until: '2024-10-27' });
		});
		await this.step('it fills in every group and the evidence', async () => { await this.evaluate(FIRM); await this.evidence(FIRM); });
		await this.step('its legal representative signs and submits', async () => { await this.signer(FIRM); await this.submit(FIRM); });
		await this.at(REVIEWING);
		await this.step('the city visits with a telephone', () => this.visitFirst(FIRM, CITY[0], '逐家实地核查'));
		await this.step('the city passes', () => this.pass(FIRM, CITY[0]));
		if (!this.javaScript) return;
		await this.step('publicity of the city by two people, its days typed', () => this.publicity(...CITY,
			{ contact: '市工信局中小企业科 0371-60000001', days: '5', unit: 'working' }, 'city '));
		await this.at(PUBLIC);
		await this.step('the public reads the list', () => this.public([FIRM], ['第 2/5 个工作日', '2023年4月17日']));
		await this.at(AFTER);
		await this.step('filing with the province by two people', () => this.recommend(...CITY, '郑工信〔2023〕7号', '已正式推荐 1 家'));
		await this.step('the province freezes a frame and announces a source', () => this.freeze());
		await this.step('the public keeps what stands before the draw', () => this.before());
		await this.at(DRAWING);
		await this.step('two people of the province draw', () => this.numbers());
		await this.step('anybody draws again', () => this.again());
		await this.at(VISITING);
		await this.step('the province visits and passes', () => this.provinceVisit());
		await this.step('publicity of the province by two people', () => this.publicity(...PROVINCE,
			{ contact: '省工信厅中小企业处 0371-60000000', days: '7', unit: 'calendar' }, 'province '));
		await this.at(CLEARED);
		await this.at(ANNOUNCING);
		await this.step('the province publishes', () => this.publish(PROVINCE[0], '豫工信企业〔2023〕99号', '2023年5月10日'));
		await this.step('announcement, register and certificate of calendar years', () => this.published());
	}
}

await playAll(Henan);
