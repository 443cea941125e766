BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE crate (
	id CHAR(32) NOT NULL, 
	wave_id CHAR(32) NOT NULL, 
	sscc VARCHAR(18) NOT NULL, 
	number INTEGER NOT NULL, 
	zone VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	closed_at VARCHAR(32), 
	CONSTRAINT pk_crate PRIMARY KEY (id), 
	CONSTRAINT fk_crate_wave_id_wave FOREIGN KEY(wave_id) REFERENCES wave (id), 
	CONSTRAINT uq_crate_sscc UNIQUE (sscc)
);
INSERT INTO "crate" VALUES('01a202eee8c474d69c8eb02d23c57eb0','01a202eee8b5704089253f2745332948','095200010000000010',1,'ambient','open',NULL);
INSERT INTO "crate" VALUES('01a202eee8c4710ea978f1654b466c1e','01a202eee8b5704089253f2745332948','095200010000000027',2,'ambient','open',NULL);
CREATE TABLE crate_line (
	crate_id CHAR(32) NOT NULL, 
	order_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	CONSTRAINT pk_crate_line PRIMARY KEY (crate_id, order_id, sku), 
	CONSTRAINT fk_crate_line_crate_id_crate FOREIGN KEY(crate_id) REFERENCES crate (id)
);
INSERT INTO "crate_line" VALUES('01a202eee8c474d69c8eb02d23c57eb0','01a202eee8b57fa38dbf75368af08d28','S1',2);
INSERT INTO "crate_line" VALUES('01a202eee8c4710ea978f1654b466c1e','01a202eee8b574cfb5e336e0bd48ebeb','S1',1);
INSERT INTO "crate_line" VALUES('01a202eee8c4710ea978f1654b466c1e','01a202eee8b574cfb5e336e0bd48ebeb','S2',1);
CREATE TABLE fact (
	seq INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	operator_id CHAR(32), 
	happened_at VARCHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	previous_hash VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	state VARCHAR NOT NULL, 
	reason TEXT, 
	CONSTRAINT pk_fact PRIMARY KEY (seq), 
	CONSTRAINT uq_fact_id UNIQUE (id)
);
INSERT INTO "fact" VALUES(1,'01a202eee8d87e4e911e088a1ebc8be4','019000000000700080000000000000aa','2026-06-18T18:00:00.000000+00:00','WaveStarted',1,'{"wave_id": "01a202ee-e8b5-7040-8925-3f2745332948", "lease_id": "01a202ee-e8b5-774f-8260-ccf5075aee80", "crates": [{"crate_id": "01a202ee-e8c4-74d6-9c8e-b02d23c57eb0", "sscc": "095200010000000010", "number": 1, "zone": "ambient", "lines": [{"order_id": "01a202ee-e8b5-7fa3-8dbf-75368af08d28", "sku": "S1", "quantity": 2}]}, {"crate_id": "01a202ee-e8c4-710e-a978-f1654b466c1e", "sscc": "095200010000000027", "number": 2, "zone": "ambient", "lines": [{"order_id": "01a202ee-e8b5-74cf-b5e3-36e0bd48ebeb", "sku": "S1", "quantity": 1}, {"order_id": "01a202ee-e8b5-74cf-b5e3-36e0bd48ebeb", "sku": "S2", "quantity": 1}]}]}','0000000000000000000000000000000000000000000000000000000000000000','e032964edfe428da1c3d9d461aac1727d972a89092f18b32002839e151e8ffad','waiting',NULL);
INSERT INTO "fact" VALUES(2,'01a202eee8f2766a96239ae17844f3fa','019000000000700080000000000000aa','2026-06-18T18:00:04.000000+00:00','ItemPut',1,'{"wave_id": "01a202ee-e8b5-7040-8925-3f2745332948", "crate_id": "01a202ee-e8c4-74d6-9c8e-b02d23c57eb0", "put_id": "01a202ee-e8f0-7d0c-b5e7-cabde5a1af03", "sku": "S1", "quantity": 1}','e032964edfe428da1c3d9d461aac1727d972a89092f18b32002839e151e8ffad','52b56a894ebca6b20ebd434422a6c23fd0b34765008cf08ecb95305909fbc3e1','waiting',NULL);
CREATE TABLE inbox (
	name VARCHAR NOT NULL, 
	cursor INTEGER NOT NULL, 
	CONSTRAINT pk_inbox PRIMARY KEY (name)
);
CREATE TABLE notice (
	id INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_notice PRIMARY KEY (id)
);
CREATE TABLE operator (
	id CHAR(32) NOT NULL, 
	name VARCHAR NOT NULL, 
	badge VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT pk_operator PRIMARY KEY (id)
);
CREATE TABLE pickup_point (
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_pickup_point PRIMARY KEY (code)
);
CREATE TABLE print_job (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	document VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	crate_id CHAR(32) NOT NULL, 
	copy_number INTEGER NOT NULL, 
	label TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	reason TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	changed_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_print_job PRIMARY KEY (ordinal), 
	CONSTRAINT uq_print_job_id UNIQUE (id)
);
INSERT INTO "print_job" VALUES(1,'01a202eee8de72ba818263939607f27f','crate_label','三元梅园 1/2','01a202eee8c474d69c8eb02d23c57eb0',1,'{"brand":"优邻站","pickup_point":"三元梅园","pickup_code":"P001","address":"北京市海淀区","number":1,"total":2,"zone":"ambient","zone_text":"Ambient","route":"","facts":["1 orders · 2 pieces","1.0 kg"],"cycle":"6月18日 晚","sscc":"095200010000000010","copy_mark":""}','waiting','',0,'2026-06-18T18:00:00.000000+00:00','2026-06-18T18:00:00.000000+00:00');
INSERT INTO "print_job" VALUES(2,'01a202eee8e07e9f91c1a672cbfc8acb','crate_label','三元梅园 2/2','01a202eee8c4710ea978f1654b466c1e',1,'{"brand":"优邻站","pickup_point":"三元梅园","pickup_code":"P001","address":"北京市海淀区","number":2,"total":2,"zone":"ambient","zone_text":"Ambient","route":"","facts":["1 orders · 2 pieces","1.0 kg"],"cycle":"6月18日 晚","sscc":"095200010000000027","copy_mark":""}','waiting','',0,'2026-06-18T18:00:00.000000+00:00','2026-06-18T18:00:00.000000+00:00');
CREATE TABLE product (
	sku VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	spec VARCHAR NOT NULL, 
	CONSTRAINT pk_product PRIMARY KEY (sku)
);
CREATE TABLE product_gtin (
	gtin VARCHAR(14) NOT NULL, 
	sku VARCHAR NOT NULL, 
	CONSTRAINT pk_product_gtin PRIMARY KEY (gtin)
);
CREATE TABLE put (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	wave_id CHAR(32) NOT NULL, 
	crate_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	fresh INTEGER NOT NULL, 
	scan_id CHAR(32) NOT NULL, 
	undone_at VARCHAR(32), 
	CONSTRAINT pk_put PRIMARY KEY (ordinal), 
	CONSTRAINT fk_put_crate_id_crate FOREIGN KEY(crate_id) REFERENCES crate (id), 
	CONSTRAINT fk_put_wave_id_wave FOREIGN KEY(wave_id) REFERENCES wave (id), 
	CONSTRAINT uq_put_id UNIQUE (id), 
	CONSTRAINT uq_put_scan_id UNIQUE (scan_id)
);
INSERT INTO "put" VALUES(1,'01a202eee8f07d0cb5e7cabde5a1af03','01a202eee8b5704089253f2745332948','01a202eee8c474d69c8eb02d23c57eb0','S1',1,1,'01a202eee8f07a8e99cbc53ae15dfc39',NULL);
CREATE TABLE scan (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	wave_id CHAR(32), 
	operator_id CHAR(32), 
	at VARCHAR(32) NOT NULL, 
	code TEXT NOT NULL, 
	device VARCHAR NOT NULL, 
	verdict VARCHAR NOT NULL, 
	tone VARCHAR NOT NULL, 
	"values" TEXT NOT NULL, 
	CONSTRAINT pk_scan PRIMARY KEY (ordinal), 
	CONSTRAINT uq_scan_id UNIQUE (id)
);
INSERT INTO "scan" VALUES(1,'01a202eee8e8782ba94c10816a10c3eb','01a202eee8b5704089253f2745332948','019000000000700080000000000000aa','2026-06-18T18:00:02.000000+00:00','6900000000014','test','product_ok','ok','{"quantity": 1}');
INSERT INTO "scan" VALUES(2,'01a202eee8f07a8e99cbc53ae15dfc39','01a202eee8b5704089253f2745332948','019000000000700080000000000000aa','2026-06-18T18:00:04.000000+00:00','095200010000000010','test','put_ok','ok','{"crate": 1, "quantity": 1, "product": "商品1 500g"}');
INSERT INTO "scan" VALUES(3,'01a202eee8f47d83a4d0c3003a3de2f3','01a202eee8b5704089253f2745332948','019000000000700080000000000000aa','2026-06-18T18:00:06.000000+00:00','6900000000014','test','product_ok','ok','{"quantity": 1}');
CREATE TABLE serial_block (
	id INTEGER NOT NULL, 
	extension_digit INTEGER NOT NULL, 
	company_prefix VARCHAR NOT NULL, 
	next INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_serial_block PRIMARY KEY (id)
);
INSERT INTO "serial_block" VALUES(1,0,'9520001',3,1000);
CREATE TABLE slot (
	crate_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	planned INTEGER NOT NULL, 
	put INTEGER NOT NULL, 
	short INTEGER NOT NULL, 
	CONSTRAINT pk_slot PRIMARY KEY (crate_id, sku), 
	CONSTRAINT fk_slot_crate_id_crate FOREIGN KEY(crate_id) REFERENCES crate (id)
);
INSERT INTO "slot" VALUES('01a202eee8c474d69c8eb02d23c57eb0','S1',2,1,0);
INSERT INTO "slot" VALUES('01a202eee8c4710ea978f1654b466c1e','S1',1,0,0);
INSERT INTO "slot" VALUES('01a202eee8c4710ea978f1654b466c1e','S2',1,0,0);
CREATE TABLE station (
	id CHAR(32) NOT NULL, 
	name VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	warehouse VARCHAR NOT NULL, 
	warehouse_name VARCHAR NOT NULL, 
	time_zone VARCHAR NOT NULL, 
	brand VARCHAR NOT NULL, 
	cloud_url VARCHAR NOT NULL, 
	enrolled_at VARCHAR(32) NOT NULL, 
	lease_asked CHAR(32), 
	CONSTRAINT pk_station PRIMARY KEY (id)
);
INSERT INTO "station" VALUES('01900000000070008000000000000001','工位 1','warehouse','W1','一号仓','Asia/Shanghai','优邻站','http://127.0.0.1:1','2026-06-18T18:00:00.000000+00:00',NULL);
CREATE TABLE wave (
	id CHAR(32) NOT NULL, 
	lease_id CHAR(32) NOT NULL, 
	lease_until VARCHAR(32) NOT NULL, 
	lost_to VARCHAR, 
	number INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	taken_at VARCHAR(32) NOT NULL, 
	started_at VARCHAR(32), 
	ended_at VARCHAR(32), 
	hand_sku VARCHAR, 
	hand_quantity INTEGER NOT NULL, 
	hand_fresh INTEGER NOT NULL, 
	CONSTRAINT pk_wave PRIMARY KEY (id)
);
INSERT INTO "wave" VALUES('01a202eee8b5704089253f2745332948','01a202eee8b5774f8260ccf5075aee80','2026-06-18T18:30:00.000000+00:00',NULL,1,'started','{"id":"01a202ee-e8b5-7040-8925-3f2745332948","number":1,"cycle_id":"01a202ee-e8b5-7646-b1c7-1ab16ebad1e0","cycle_name":"6月18日 晚","pickup_point":{"code":"P001","name":"三元梅园","warehouse":"W1","address":"北京市海淀区","phone":"","latitude":null,"longitude":null,"datum":"WGS-84","route":null},"orders":[{"order_id":"01a202ee-e8b5-7fa3-8dbf-75368af08d28","order_no":"2606180000000001","paid_at":"2026-06-18T16:01:00Z","lines":[{"sku":"S1","quantity":2}]},{"order_id":"01a202ee-e8b5-74cf-b5e3-36e0bd48ebeb","order_no":"2606180000000002","paid_at":"2026-06-18T16:02:00Z","lines":[{"sku":"S1","quantity":1},{"sku":"S2","quantity":1}]}],"products":[{"sku":"S1","name":"商品1","spec":"500g","gtins":["06900000000014"],"zone":"ambient","weight_g":500,"volume_ml":500,"bin":"A-01-01","path":1,"scan_rule":"each"},{"sku":"S2","name":"商品2","spec":"500g","gtins":["06900000000021"],"zone":"ambient","weight_g":500,"volume_ml":500,"bin":"A-01-02","path":2,"scan_rule":"each"}]}','2026-06-18T18:00:00.000000+00:00','2026-06-18T18:00:00.000000+00:00',NULL,'S1',1,1);
CREATE INDEX ix_fact_state_seq ON fact (state, seq);
CREATE INDEX ix_operator_badge ON operator (badge);
CREATE INDEX ix_print_job_crate_id ON print_job (crate_id);
CREATE INDEX ix_print_job_state ON print_job (state);
CREATE INDEX ix_product_gtin_sku ON product_gtin (sku);
CREATE INDEX ix_scan_wave_id ON scan (wave_id);
CREATE INDEX ix_wave_state ON wave (state);
CREATE INDEX ix_crate_wave_id ON crate (wave_id);
CREATE INDEX ix_put_wave_id ON put (wave_id);
COMMIT;
