// Document 001's third tier, with scripts: who bears the second applies, its city visits and recommends, its province reviews,
// draws, publishes and recommends to the ministry, whose answer is recorded before anything is announced.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { go, press, uscc } from './people.mjs';
import { playAll } from './play.mjs';
import { AFTER, ANNOUNCING, CALLING, CITY, DRAWING, FIRM as COMMON, PROVINCE, REVIEWING, Round, VISITING } from './henan.mjs';

const ANSWER = '工信部企业函〔2023〕188号';
const FIRM = { ...COMMON, score: '符合', asked: ['licence', 'audit_y1', 'audit_y2', 'audit_y3'], answers: {
	economy: { 'revenue-2022': '12000', 'revenue-2021': '10000', 'main_revenue-2022': '11000', 'main_revenue-2021': '9500',
		'main_revenue-2020': '8600', 'total_assets-2022': '15000', 'total_liabilities-2022': '6000' },
	specialisation: { market_years: '6' },
	refinement: { core_systems: '2', reputation_ok: 'true' },
	distinctiveness: { market_share: '15', own_brand: 'true' },
	innovation: { 'rd_expense-2022': '700', 'rd_expense-2021': '600', 'staff-2022': '200', 'rd_staff-2022': '110',
		'equity_financing-2022': '0', 'equity_financing-2021': '0' },
	chain: { chain_key: 'true', key_field: 'true' } } };

class Giant extends Round {
	constructor(javaScript) {
		super(javaScript, { edition: 'henan-little-giant-2023', firm: FIRM, receipt: /HNXJRHZ20230403\d{6}/ });
	}

	// What henan.story.mjs looks at is not looked at again.
	async look(page, name) {
		if (/^(list to|preview of|approv|recommendation at|log)/.test(name)) await super.look(page, name);
	}
	// The list of the tier below, as its province announced it.
	below() {
		const file = join(this.site.dir, '专精特新名单.csv');
		writeFileSync(file, `company_name,uscc,prefecture\n${FIRM.name},${uscc(FIRM.county, FIRM.serial)},郑州市\n`);
		this.site.cli(['import', 'titles', file, '--title', '专精特新中小企业', '--tier', 'specialised', '--year', '2022', '--province', '河南省',
			'--valid-from', '2023-01-01', '--valid-to', '2025-12-31', '--db', this.site.db, '--now', CALLING]);
	}
	async lists() {
		await this.profile(FIRM);
		for (const n of [1, 2, 3]) {
			await this.listed(FIRM, 'ip', 'invention', { title: `一种精密轴承${n}`, number: `ZL20181000000${n}.X`, granted_on: '2018-05-06',
				rank: '1', obtained: 'own', related: true, applied: true });
		}
		await this.listed(FIRM, 'honours', 'quality_system', { title: 'ISO9001', number: 'Q001', granted_on: '2021-05-01', valid_until: '2024-04-30' });
		await this.listed(FIRM, 'honours', 'enterprise_center', { title: '企业技术中心', number: '郑工信〔2021〕1号', granted_on: '2021-06-01', level: 'city' });
	}
	async published() {
		const page = await this.as('visitor', '/news');
		await go(page, page.locator('main a[href^="/news/"]'));
		await this.says(page, '关于公布2023年度第一批专精特新“小巨人”企业名单的公告');
		await this.entry(FIRM, '豫荐小巨人20230100001', { from: '2023-05-10', to: '2026-05-09', printed: ['专精特新“小巨人”企业'] });
		const own = await this.as(FIRM.login, `${FIRM.app}/log`);
		await this.says(own, ANSWER);
		await this.look(own, 'log with the answer');
	}
	async run() {
		if (!this.javaScript) return;
		this.begin();
		this.below();
		await this.at(CALLING);
		await this.step('the province calls a round', () => this.call());
		await this.step('an enterprise of the tier below registers', async () => { await this.register(FIRM); await this.verify(FIRM); });
		await this.step('it lists inventions and certificates', () => this.lists());
		await this.step('it fills in every group and the evidence', async () => { await this.evaluate(FIRM); await this.evidence(FIRM); });
		await this.step('its legal representative signs and submits', async () => { await this.signer(FIRM); await this.submit(FIRM); });
		await this.at(REVIEWING);
		await this.step('the city visits', () => this.visitFirst(FIRM, CITY[0], '逐家实地核查'));
		await this.step('the city passes', () => this.pass(FIRM, CITY[0]));
		await this.step('recommendation by two people', () => this.recommend(...CITY, '郑工信〔2023〕9号', '已正式推荐 1 家'));
		await this.at(AFTER);
		await this.step('the province reviews', () => this.approve(PROVINCE[0], 1));
		await this.step('it draws whom it visits', () => this.freeze());
		await this.at(DRAWING);
		await this.step('two people of the province draw', () => this.numbers());
		await this.at(VISITING);
		await this.step('the province visits and passes', () => this.provinceVisit());
		await this.step('publicity of the province by two people', () => this.provincePublicity());
		await this.at(ANNOUNCING);
		await this.step('the province recommends to the ministry', () => this.listAct(PROVINCE[0], 'nominate', 'nominate', [FIRM],
			{ document: '豫工信企业〔2023〕66号' }));
		await this.step('the answer of the ministry is recorded', () => this.listAct(PROVINCE[0], 'nation', 'nation_yes', [FIRM], { document: ANSWER }));
		await this.step('the province announces', () => this.publish(PROVINCE[0], '豫工信企业〔2023〕120号', '2023年5月10日'));
		await this.step('announcement, register and certificate', () => this.published());
	}
}

await playAll(Giant);
