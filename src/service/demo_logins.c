/* The accounts of the demonstration: one list for the program, the sign-in page and the terminal. */
#include "service/demo.h"

const struct demo_login demo_logins[] = {
	{"demo-enterprise", "filler", "企业填报人（材料被退回，待补正）"},
	{"demo-legal", "legal_rep", "同一企业的法定代表人"},
	{"demo-enterprise2", "filler", "企业填报人（正在填报）"},
	{"demo-legal2", "legal_rep", "同一企业的法定代表人"},
	{"demo-enterprise3", "filler", "企业填报人（已公告，有年度更新、变化报告和待答复的举报）"},
	{"demo-legal3", "legal_rep", "同一企业的法定代表人"},
	{"demo-county", "county", "县级审核"},
	{"demo-city-a", "city", "市级审核（经办）"},
	{"demo-city-b", "city", "市级审核（复核）"},
	{"demo-province-a", "province", "省级审定（经办）"},
	{"demo-province-b", "province", "省级审定（复核）"},
	{"demo-st-city-a", "city", "市级科技部门（经办；复核为 demo-st-city-b）"},
	{"demo-st-province-a", "province", "省级科技部门（经办；复核为 demo-st-province-b）"},
	{"demo-st-enterprise", "filler", "科技型中小企业填报人（编号已到期，答过季度调查）"},
	{"demo-st-legal", "legal_rep", "同一企业的法定代表人"},
	{"demo-b-enterprise", "filler", "另一省的企业填报人（称号年底到期，尚未重新自评）"},
	{"demo-b-legal", "legal_rep", "同一企业的法定代表人"},
	{"demo-b-city-a", "city", "另一省的市级审核（经办；复核为 demo-b-city-b）"},
	{"demo-b-province-a", "province", "另一省的省级审定（经办；复核为 demo-b-province-b）"},
	{"demo-b-st-city-a", "city", "另一省的市级科技部门（复核为 demo-b-st-city-b）"},
	{"demo-b-st-province-a", "province", "另一省的省级科技部门（复核为 demo-b-st-province-b）"},
	{"demo-expert", "expert", "评审专家（有待评材料）"},
	{"demo-auditor", "auditor", "监督（只读）"},
	{"demo-admin", "admin", "系统管理员"},
};
const size_t demo_logins_n = ARRAY_LEN(demo_logins);
