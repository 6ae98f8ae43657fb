// What rounds of document 001 have in common, whatever their tier: the province calls them, its days of publicity are
// typed because the document prints none, and it draws whom it visits, so that everybody can draw again.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { check, tidu } from './lib.mjs';
import { expectUrl, go, press, type, uscc } from './people.mjs';
import { Play, download } from './play.mjs';

export const CALLING = '2023-04-03T09:00:00+08:00', REVIEWING = '2023-04-10T09:00:00+08:00', AFTER = '2023-04-18T09:00:00+08:00',
	DRAWING = '2023-04-19T21:30:00+08:00', VISITING = '2023-04-20T09:00:00+08:00', ANNOUNCING = '2023-05-10T09:00:00+08:00';
export const CITY = ['shi1', 'shi2'], PROVINCE = ['sheng1', 'sheng2'];
export const FIRM = { name: '郑州启衡精密轴承有限公司（虚构）', city: '410100', county: '410102', serial: 7, login: 'qiheng', legal: '李志远',
	contact: '张晓梅', body: CITY[0], signer: 'qiheng-fr', industry: '3451', product: '精密轴承' };
const NUMBERS = '03 11 17 22 28 31 + 09';

export class Round extends Play {
	// edition: of the round; firm: who takes part in it.
	constructor(javaScript, { edition, firm, ...round }) {
		super(javaScript, { batchTitle: '2023年度第一批', due: '2023年4月28日', ...round });
		Object.assign(this, { edition, firm });
	}
	begin() {
		this.site.init(CALLING);
		this.staff([CITY[0], 'city', '冯建国', 'miit-410100'], [CITY[1], 'city', '褚海燕', 'miit-410100'],
			[PROVINCE[0], 'province', '卫文博', 'miit-410000'], [PROVINCE[1], 'province', '蒋一鸣', 'miit-410000']);
	}
	async call() {
		const page = await this.as(PROVINCE[0], '/o/batch');
		await go(page, page.locator(`main a[href^="/o/batches/new?edition=${this.edition}"]`));
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
		await this.says(page, this.firm.name);
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
		for (const part of [NUMBERS, '周见证', this.firm.name]) await this.says(page, part);
		await this.look(page, 'draw in public, drawn');
		const { path, data } = await this.result(page);
		check('frame and commitment are those of before', data.frame_hash === this.kept.frame_hash && data.commitment === this.kept.commitment);
		check('the enterprise is drawn', JSON.stringify(data.drawn) === JSON.stringify([uscc(this.firm.county, this.firm.serial)]), data.drawn.join());
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
		await this.visit(this.firm, PROVINCE[0], 'province');
		await page.goto(this.site.url + this.draw);
		await press(page, page.locator('main button[value=sample_pass]'));
		await this.says(page, '已通过抽查');
		await this.look(page, 'draw settled');
	}
	async provincePublicity() {
		await this.publicity(...PROVINCE, { contact: '省工信厅中小企业处 0371-60000000', days: '7', unit: 'calendar' }, 'province ');
	}
}
