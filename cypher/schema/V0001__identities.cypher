// Every noun with an identity has exactly one node. Usage, CostCell, BudgetPeriod and ChargePath are
// looked up by these keys under the ledger's lock.
CREATE CONSTRAINT migration_name IF NOT EXISTS FOR (m:Migration) REQUIRE m.name IS UNIQUE;
CREATE CONSTRAINT platform_id IF NOT EXISTS FOR (p:Platform) REQUIRE p.platform_id IS UNIQUE;
CREATE CONSTRAINT ledger_platform_id IF NOT EXISTS FOR (l:Ledger) REQUIRE l.platform_id IS UNIQUE;
CREATE CONSTRAINT project_id IF NOT EXISTS FOR (p:Project) REQUIRE p.project_id IS UNIQUE;
CREATE CONSTRAINT task_id IF NOT EXISTS FOR (t:Task) REQUIRE t.task_id IS UNIQUE;
CREATE CONSTRAINT agent_id IF NOT EXISTS FOR (a:Agent) REQUIRE (a.platform_id, a.agent_id) IS UNIQUE;
CREATE CONSTRAINT user_id IF NOT EXISTS FOR (u:User) REQUIRE (u.platform_id, u.user_id) IS UNIQUE;
CREATE CONSTRAINT run_id IF NOT EXISTS FOR (r:Run) REQUIRE (r.platform_id, r.run_id) IS UNIQUE;
CREATE CONSTRAINT model_id IF NOT EXISTS FOR (m:Model) REQUIRE m.model_id IS UNIQUE;
CREATE CONSTRAINT price_id IF NOT EXISTS FOR (p:Price) REQUIRE p.price_id IS UNIQUE;
CREATE CONSTRAINT operation_id IF NOT EXISTS FOR (u:Usage) REQUIRE u.operation_id IS UNIQUE;
CREATE CONSTRAINT usage_sequence IF NOT EXISTS FOR (u:Usage) REQUIRE (u.platform_id, u.sequence) IS UNIQUE;
CREATE CONSTRAINT budget_id IF NOT EXISTS FOR (b:Budget) REQUIRE b.budget_id IS UNIQUE;
CREATE CONSTRAINT budget_period IF NOT EXISTS FOR (p:BudgetPeriod) REQUIRE (p.budget_id, p.period_start) IS UNIQUE;
CREATE CONSTRAINT path_id IF NOT EXISTS FOR (p:ChargePath) REQUIRE p.path_id IS UNIQUE;
CREATE CONSTRAINT cell_id IF NOT EXISTS FOR (c:CostCell) REQUIRE c.cell_id IS UNIQUE;
CREATE CONSTRAINT ledger_event IF NOT EXISTS FOR (e:LedgerEvent) REQUIRE (e.platform_id, e.sequence) IS UNIQUE;
