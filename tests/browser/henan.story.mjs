// A round of document 001 that its province calls, from the call to the certificate, as every role plays it in a browser;
// without scripts as far as its city's review. Its city visits with a telephone, its days of publicity are typed because the
// document prints none, and its province draws whom it visits, so that everybody can draw again.
import { go } from './people.mjs';
import { playAll } from './play.mjs';
import { AFTER, ANNOUNCING, CALLING, CITY, DRAWING, FIRM as COMMON, PROVINCE, REVIEWING, Round, VISITING } from './henan.mjs';

const PUBLIC = '2023-04-12T09:00:00+08:00';
const FIRM = { ...COMMON, score: '95', answers: {
	economy: { 'revenue-2022': '12000', 'revenue-2021': '10000', 'main_revenue-2022': '11000', 'main_revenue-2021': '9500',
		'total_assets-2022': '15000', 'total_liabilities-2022': '6000' },
	innovation: { 'rd_expense-2022': '700' },
	specialisation: { sei_field: 'true' },
	direct: { 'equity_financing-2022': '0', 'equity_financing-2021': '0', 'equity_financing-2020': '0' } } };

class Innovative extends Round {
	constructor(javaScript) {
		super(javaScript, { edition: 'henan-innovative-2023', firm: FIRM, receipt: /HNCXHZ20230403\d{6}/ });
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
		this.begin();
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
		await this.step('publicity of the province by two people', () => this.provincePublicity());
		await this.at(ANNOUNCING);
		await this.step('the province publishes', () => this.publish(PROVINCE[0], '豫工信企业〔2023〕99号', '2023年5月10日'));
		await this.step('announcement, register and certificate of calendar years', () => this.published());
	}
}

await playAll(Innovative);
