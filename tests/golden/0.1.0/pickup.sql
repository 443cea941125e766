BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
CREATE TABLE bin (
	code VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	zone VARCHAR NOT NULL, 
	use VARCHAR NOT NULL, 
	aisle VARCHAR NOT NULL, 
	level INTEGER NOT NULL, 
	x_cm INTEGER NOT NULL, 
	y_cm INTEGER NOT NULL, 
	path INTEGER NOT NULL, 
	most_weight_g INTEGER NOT NULL, 
	volume_ml INTEGER NOT NULL, 
	turnover VARCHAR NOT NULL, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT pk_bin PRIMARY KEY (code), 
	CONSTRAINT uq_bin_number UNIQUE (number)
);
CREATE TABLE box (
	number VARCHAR(8) NOT NULL, 
	crate_id CHAR(32), 
	body TEXT NOT NULL, 
	CONSTRAINT pk_box PRIMARY KEY (number)
);
CREATE TABLE code_miss (
	id INTEGER NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	means VARCHAR NOT NULL, 
	cleared BOOLEAN DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_code_miss PRIMARY KEY (id)
);
CREATE TABLE collection (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	order_id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	means VARCHAR NOT NULL, 
	operator_name VARCHAR NOT NULL, 
	station_id CHAR(32) NOT NULL, 
	station_name VARCHAR NOT NULL, 
	undone_at VARCHAR(32), 
	undone_reason TEXT, 
	CONSTRAINT pk_collection PRIMARY KEY (ordinal), 
	CONSTRAINT uq_collection_id UNIQUE (id)
);
INSERT INTO "collection" VALUES(1,'01a208d8a33170f1a1d834b38699938b','014304ce63c01d1f1cb22bf21e8dd946','2026-06-19T02:30:10.000000+00:00','code','李店长','191ab21bcff39b21990f58d29cc2e62a','柜台 1','2026-06-19T02:30:10.000000+00:00','wrong_customer');
INSERT INTO "collection" VALUES(2,'01a208d8a39176deba23abf8ac59018e','014304ce63c01d1f1cb22bf21e8dd946','2026-06-19T02:30:12.000000+00:00','code','李店长','191ab21bcff39b21990f58d29cc2e62a','柜台 1',NULL,NULL);
CREATE TABLE collection_line (
	collection_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	CONSTRAINT pk_collection_line PRIMARY KEY (collection_id, sku), 
	CONSTRAINT fk_collection_line_collection_id_collection FOREIGN KEY(collection_id) REFERENCES collection (id)
);
INSERT INTO "collection_line" VALUES('01a208d8a33170f1a1d834b38699938b','S1',2);
INSERT INTO "collection_line" VALUES('01a208d8a33170f1a1d834b38699938b','S2',1);
INSERT INTO "collection_line" VALUES('01a208d8a39176deba23abf8ac59018e','S1',2);
INSERT INTO "collection_line" VALUES('01a208d8a39176deba23abf8ac59018e','S2',1);
CREATE TABLE count_line (
	id INTEGER NOT NULL, 
	count_id CHAR(32) NOT NULL, 
	scan_id CHAR(32), 
	operator_id CHAR(32), 
	at VARCHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	lot VARCHAR NOT NULL, 
	expiry VARCHAR(10) NOT NULL, 
	quantity INTEGER NOT NULL, 
	weight_g INTEGER NOT NULL, 
	CONSTRAINT pk_count_line PRIMARY KEY (id), 
	CONSTRAINT uq_count_line_scan_id UNIQUE (scan_id)
);
CREATE TABLE count_task (
	id CHAR(32) NOT NULL, 
	bin VARCHAR NOT NULL, 
	sku VARCHAR, 
	state VARCHAR NOT NULL, 
	asked_at VARCHAR(32) NOT NULL, 
	body TEXT NOT NULL, 
	own_seq INTEGER, 
	CONSTRAINT pk_count_task PRIMARY KEY (id)
);
CREATE TABLE crate (
	id CHAR(32) NOT NULL, 
	wave_id CHAR(32) NOT NULL, 
	sscc VARCHAR(18) NOT NULL, 
	number INTEGER NOT NULL, 
	zone VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	closed_at VARCHAR(32), reopened_at VARCHAR(32), 
	CONSTRAINT pk_crate PRIMARY KEY (id), 
	CONSTRAINT fk_crate_wave_id_wave FOREIGN KEY(wave_id) REFERENCES wave (id), 
	CONSTRAINT uq_crate_sscc UNIQUE (sscc)
);
CREATE TABLE crate_line (
	crate_id CHAR(32) NOT NULL, 
	order_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	CONSTRAINT pk_crate_line PRIMARY KEY (crate_id, order_id, sku), 
	CONSTRAINT fk_crate_line_crate_id_crate FOREIGN KEY(crate_id) REFERENCES crate (id)
);
CREATE TABLE crate_step (
	ordinal INTEGER NOT NULL, 
	crate_id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	detail TEXT NOT NULL, 
	"by" VARCHAR NOT NULL, 
	CONSTRAINT pk_crate_step PRIMARY KEY (ordinal)
);
CREATE TABLE crate_weighing (
	ordinal INTEGER NOT NULL, 
	crate_id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	weight_g INTEGER NOT NULL, 
	planned_g INTEGER NOT NULL, 
	tolerance_g INTEGER NOT NULL, 
	verdict VARCHAR NOT NULL, 
	let_pass_by VARCHAR NOT NULL, 
	CONSTRAINT pk_crate_weighing PRIMARY KEY (ordinal)
);
CREATE TABLE delivery (
	wave_id CHAR(32) NOT NULL, 
	cycle_id CHAR(32) NOT NULL, 
	state VARCHAR NOT NULL, 
	told_at VARCHAR(32) NOT NULL, 
	completed_at VARCHAR(32), 
	body TEXT NOT NULL, 
	CONSTRAINT pk_delivery PRIMARY KEY (wave_id)
);
INSERT INTO "delivery" VALUES('505f2fc3f81fcd2465f640e02bd715bd','bf8f993b1e629e956e70e01d23f1f3a2','departed','2026-06-19T02:30:00.000000+00:00','2026-06-19T02:30:08.000000+00:00','{"wave_id":"505f2fc3-f81f-cd24-65f6-40e02bd715bd","cycle_id":"bf8f993b-1e62-9e95-6e70-e01d23f1f3a2","cycle_name":"6月19日","pickup_point":"P001","pickup_point_name":"三元梅园","state":"departed","van":"京A12345 · 3","arrives_at":"2026-06-19T00:40:00Z","departed_at":"2026-06-18T22:40:00Z","orders":2,"crates":[{"crate_id":"9d29294f-9c2a-1ced-5772-3143272920e0","sscc":"095200010000010019","number":1,"zone":"ambient","pieces":5,"left_behind":false},{"crate_id":"ac7a1234-4beb-50b3-a454-f3e7b1bf9714","sscc":"095200010000010026","number":2,"zone":"chilled","pieces":5,"left_behind":false},{"crate_id":"5a100839-a880-e54a-a29a-19f09aa30a7f","sscc":"095200010000010033","number":3,"zone":"frozen","pieces":5,"left_behind":false}]}');
CREATE TABLE delivery_crate (
	crate_id CHAR(32) NOT NULL, 
	wave_id CHAR(32) NOT NULL, 
	sscc VARCHAR(18) NOT NULL, 
	number INTEGER NOT NULL, 
	zone VARCHAR NOT NULL, 
	left_behind BOOLEAN NOT NULL, 
	received_at VARCHAR(32), 
	received_by VARCHAR DEFAULT '' NOT NULL, 
	moved_at VARCHAR(32), 
	declared_missing_at VARCHAR(32), emptied_at VARCHAR(32), 
	CONSTRAINT pk_delivery_crate PRIMARY KEY (crate_id)
);
INSERT INTO "delivery_crate" VALUES('9d29294f9c2a1ced57723143272920e0','505f2fc3f81fcd2465f640e02bd715bd','095200010000010019',1,'ambient',0,'2026-06-19T02:30:04.000000+00:00','柜台 1','2026-06-19T02:30:04.000000+00:00',NULL,NULL);
INSERT INTO "delivery_crate" VALUES('ac7a12344beb50b3a454f3e7b1bf9714','505f2fc3f81fcd2465f640e02bd715bd','095200010000010026',2,'chilled',0,'2026-06-19T02:30:06.000000+00:00','柜台 1','2026-06-19T02:30:06.000000+00:00',NULL,NULL);
INSERT INTO "delivery_crate" VALUES('5a100839a880e54aa29a19f09aa30a7f','505f2fc3f81fcd2465f640e02bd715bd','095200010000010033',3,'frozen',0,'2026-06-19T02:30:08.000000+00:00','柜台 1','2026-06-19T02:30:08.000000+00:00',NULL,NULL);
CREATE TABLE device (
	id CHAR(32) NOT NULL, 
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	address TEXT NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_device PRIMARY KEY (id)
);
CREATE TABLE device_setting (
	"key" VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_device_setting PRIMARY KEY ("key")
);
CREATE TABLE device_sight (
	address TEXT NOT NULL, 
	seen_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_device_sight PRIMARY KEY (address)
);
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
INSERT INTO "fact" VALUES(1,'01a208d8a28771ec94b5db09ded6e9de','000000000000000000000000000000aa','2026-06-19T02:30:02.000000+00:00','CrateReceived',1,'{"crate_id": "9d29294f-9c2a-1ced-5772-3143272920e0"}','0000000000000000000000000000000000000000000000000000000000000000','dc90a3890a2439479155ab8b459928ccbb1cfe955917613350bd493f924e1941','waiting',NULL);
INSERT INTO "fact" VALUES(2,'01a208d8a2b7779c9bd69cf59871a47b','000000000000000000000000000000aa','2026-06-19T02:30:02.000000+00:00','ReceiptUndone',1,'{"crate_id": "9d29294f-9c2a-1ced-5772-3143272920e0"}','dc90a3890a2439479155ab8b459928ccbb1cfe955917613350bd493f924e1941','6275dd4cfe2dc0cd782e2446df367c431badc4fc51f84d96ca8d20d357f58d3b','waiting',NULL);
INSERT INTO "fact" VALUES(3,'01a208d8a2df7b12a55efc6f0b620cd7','000000000000000000000000000000aa','2026-06-19T02:30:04.000000+00:00','CrateReceived',1,'{"crate_id": "9d29294f-9c2a-1ced-5772-3143272920e0"}','6275dd4cfe2dc0cd782e2446df367c431badc4fc51f84d96ca8d20d357f58d3b','18abf6778e5b659ece21c21abf479f35a166125dedee1bf6dfa642f6afa55a35','waiting',NULL);
INSERT INTO "fact" VALUES(4,'01a208d8a2eb778a8fa85d446c81ef29','000000000000000000000000000000aa','2026-06-19T02:30:06.000000+00:00','CrateReceived',1,'{"crate_id": "ac7a1234-4beb-50b3-a454-f3e7b1bf9714"}','18abf6778e5b659ece21c21abf479f35a166125dedee1bf6dfa642f6afa55a35','7440c2bf5893236aabe185402937fb91e74edbc97d3fe18720631558c06cd0c4','waiting',NULL);
INSERT INTO "fact" VALUES(5,'01a208d8a30d7a5a8f45c9b8fbb22dcf','000000000000000000000000000000aa','2026-06-19T02:30:08.000000+00:00','CrateReceived',1,'{"crate_id": "5a100839-a880-e54a-a29a-19f09aa30a7f"}','7440c2bf5893236aabe185402937fb91e74edbc97d3fe18720631558c06cd0c4','9d5a71af288e5c16d11905bfd834afe99c8544e1f23be560d4115bb4f86c9b33','waiting',NULL);
INSERT INTO "fact" VALUES(6,'01a208d8a31f712fb266d3ecd8cb57d2','000000000000000000000000000000aa','2026-06-19T02:30:08.000000+00:00','ReceiptCompleted',1,'{"wave_id": "505f2fc3-f81f-cd24-65f6-40e02bd715bd", "received": ["9d29294f-9c2a-1ced-5772-3143272920e0", "ac7a1234-4beb-50b3-a454-f3e7b1bf9714", "5a100839-a880-e54a-a29a-19f09aa30a7f"], "missing": [], "surplus": []}','9d5a71af288e5c16d11905bfd834afe99c8544e1f23be560d4115bb4f86c9b33','4e847961b432166ffa28779522d4098a4e3ea22688af9e33529b7f9efe1aa4ae','waiting',NULL);
INSERT INTO "fact" VALUES(7,'01a208d8a3327a9abc7ad3d1ae2b6df4','000000000000000000000000000000aa','2026-06-19T02:30:10.000000+00:00','OrderCollected',1,'{"collection_id": "01a208d8-a331-70f1-a1d8-34b38699938b", "order_id": "014304ce-63c0-1d1f-1cb2-2bf21e8dd946", "lines": [{"sku": "S1", "quantity": 2}, {"sku": "S2", "quantity": 1}], "means": "code", "left": []}','4e847961b432166ffa28779522d4098a4e3ea22688af9e33529b7f9efe1aa4ae','2d9dac31511649058eb7dc6abd494d3d89a37ba3a167e2b9e5f3435ca1953d7a','waiting',NULL);
INSERT INTO "fact" VALUES(8,'01a208d8a353727d8d3d20d19ee0e839','000000000000000000000000000000aa','2026-06-19T02:30:10.000000+00:00','CollectionUndone',1,'{"collection_id": "01a208d8-a331-70f1-a1d8-34b38699938b", "order_id": "014304ce-63c0-1d1f-1cb2-2bf21e8dd946", "reason": "wrong_customer"}','2d9dac31511649058eb7dc6abd494d3d89a37ba3a167e2b9e5f3435ca1953d7a','a42cd4b58c88b126e2dacd9bfadcbb8a8ed77e9810f4fbe406ac5cd546c4c0f0','waiting',NULL);
INSERT INTO "fact" VALUES(9,'01a208d8a3927a8f8eebd596204d1085','000000000000000000000000000000aa','2026-06-19T02:30:12.000000+00:00','OrderCollected',1,'{"collection_id": "01a208d8-a391-76de-ba23-abf8ac59018e", "order_id": "014304ce-63c0-1d1f-1cb2-2bf21e8dd946", "lines": [{"sku": "S1", "quantity": 2}, {"sku": "S2", "quantity": 1}], "means": "code", "left": []}','a42cd4b58c88b126e2dacd9bfadcbb8a8ed77e9810f4fbe406ac5cd546c4c0f0','19bef8647acaab008406a38bb91dcbb60fc766d3ecbb678fcc1476730b0a704e','waiting',NULL);
CREATE TABLE gift_box (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	cycle_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	label INTEGER, 
	copies INTEGER NOT NULL, 
	operator_id CHAR(32), 
	made_at VARCHAR(32), 
	made_seq INTEGER, 
	undone_at VARCHAR(32), 
	undone_seq INTEGER, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_gift_box PRIMARY KEY (ordinal), 
	CONSTRAINT uq_gift_box_id UNIQUE (id)
);
CREATE TABLE gift_box_job (
	cycle_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	told_at VARCHAR(32) NOT NULL, 
	missing VARCHAR, 
	body TEXT NOT NULL, 
	news TEXT, 
	CONSTRAINT pk_gift_box_job PRIMARY KEY (cycle_id, sku)
);
CREATE TABLE gift_box_scan (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	box_id CHAR(32), 
	operator_id CHAR(32), 
	at VARCHAR(32) NOT NULL, 
	verdict VARCHAR NOT NULL, 
	sku VARCHAR, 
	quantity INTEGER NOT NULL, 
	parts TEXT NOT NULL, 
	undone_at VARCHAR(32), 
	CONSTRAINT pk_gift_box_scan PRIMARY KEY (ordinal), 
	CONSTRAINT uq_gift_box_scan_id UNIQUE (id)
);
CREATE TABLE goods_receipt (
	id CHAR(32) NOT NULL, 
	seq INTEGER NOT NULL, 
	document_id CHAR(32), 
	sku VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	weight_g INTEGER NOT NULL, 
	lot VARCHAR NOT NULL, 
	expiry VARCHAR(10) NOT NULL, 
	condition VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	photo VARCHAR(64), 
	bin VARCHAR, 
	operator_id CHAR(32), 
	at VARCHAR(32) NOT NULL, 
	undone_at VARCHAR(32), 
	undone_seq INTEGER, 
	CONSTRAINT pk_goods_receipt PRIMARY KEY (id), 
	CONSTRAINT uq_goods_receipt_seq UNIQUE (seq)
);
CREATE TABLE inbox (
	name VARCHAR NOT NULL, 
	cursor INTEGER NOT NULL, 
	CONSTRAINT pk_inbox PRIMARY KEY (name)
);
CREATE TABLE label_choice (
	label_kind VARCHAR NOT NULL, 
	address TEXT NOT NULL, 
	CONSTRAINT pk_label_choice PRIMARY KEY (label_kind)
);
CREATE TABLE load_scan (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	route_id CHAR(32), 
	operator_id CHAR(32), 
	at VARCHAR(32) NOT NULL, 
	code TEXT NOT NULL, 
	device VARCHAR NOT NULL, 
	verdict VARCHAR NOT NULL, 
	tone VARCHAR NOT NULL, 
	"values" TEXT NOT NULL, 
	CONSTRAINT pk_load_scan PRIMARY KEY (ordinal), 
	CONSTRAINT uq_load_scan_id UNIQUE (id)
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
	active BOOLEAN NOT NULL, supervisor BOOLEAN DEFAULT '0' NOT NULL, skills VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_operator PRIMARY KEY (id)
);
CREATE TABLE order_news (
	wave_id CHAR(32) NOT NULL, 
	order_id CHAR(32) NOT NULL, 
	order_no VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	told_at VARCHAR(32) NOT NULL, 
	heard_at VARCHAR(32), 
	CONSTRAINT pk_order_news PRIMARY KEY (wave_id, order_id)
);
CREATE TABLE parcel (
	crate_id CHAR(32) NOT NULL, 
	place INTEGER NOT NULL, 
	order_id CHAR(32) NOT NULL, 
	code VARCHAR(22) NOT NULL, 
	CONSTRAINT pk_parcel PRIMARY KEY (crate_id, place), 
	CONSTRAINT fk_parcel_crate_id_crate FOREIGN KEY(crate_id) REFERENCES crate (id), 
	CONSTRAINT uq_parcel_code UNIQUE (code)
);
CREATE TABLE photo (
	hash VARCHAR(64) NOT NULL, 
	path TEXT NOT NULL, 
	taken_at VARCHAR(32) NOT NULL, 
	sent_at VARCHAR(32), 
	refused TEXT, 
	CONSTRAINT pk_photo PRIMARY KEY (hash)
);
CREATE TABLE pick_face (
	sku VARCHAR NOT NULL, 
	bin VARCHAR NOT NULL, 
	CONSTRAINT pk_pick_face PRIMARY KEY (sku)
);
CREATE TABLE pickup_line (
	order_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	crate_id CHAR(32) NOT NULL, 
	name VARCHAR NOT NULL, 
	spec VARCHAR NOT NULL, 
	zone VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	CONSTRAINT pk_pickup_line PRIMARY KEY (order_id, sku, crate_id), 
	CONSTRAINT fk_pickup_line_order_id_pickup_order FOREIGN KEY(order_id) REFERENCES pickup_order (order_id)
);
INSERT INTO "pickup_line" VALUES('014304ce63c01d1f1cb22bf21e8dd946','S1','9d29294f9c2a1ced57723143272920e0','商品S1','500g','ambient',2);
INSERT INTO "pickup_line" VALUES('014304ce63c01d1f1cb22bf21e8dd946','S2','ac7a12344beb50b3a454f3e7b1bf9714','商品S2','500g','chilled',1);
INSERT INTO "pickup_line" VALUES('b5bb6f3cf02127077030d17a5e34857a','S1','9d29294f9c2a1ced57723143272920e0','商品S1','500g','ambient',1);
INSERT INTO "pickup_line" VALUES('b5bb6f3cf02127077030d17a5e34857a','S3','5a100839a880e54aa29a19f09aa30a7f','商品S3','500g','frozen',4);
CREATE TABLE pickup_order (
	order_id CHAR(32) NOT NULL, 
	order_no VARCHAR NOT NULL, 
	wave_id CHAR(32) NOT NULL, 
	customer VARCHAR NOT NULL, 
	phone VARCHAR NOT NULL, 
	phone_tail VARCHAR(4) NOT NULL, 
	customer_mac VARCHAR(64) NOT NULL, 
	code_mac VARCHAR(64) NOT NULL, 
	qr_mac VARCHAR(64) NOT NULL, 
	done BOOLEAN DEFAULT '0' NOT NULL, 
	missing TEXT NOT NULL, 
	CONSTRAINT pk_pickup_order PRIMARY KEY (order_id)
);
INSERT INTO "pickup_order" VALUES('014304ce63c01d1f1cb22bf21e8dd946','26061900000001','505f2fc3f81fcd2465f640e02bd715bd','李**','154****0001','0001','ed3805b376c46d34affd9707f32f360d16258a61d72f77eae408014e533280b2','fb70a03d53c96feeb59560f136c73727f1655c6ed2a86cf58c2335689246c94e','cf1c7e3f000bc952e631f878351bdd4d7ca5cde634085da5cdac8d2f13c21320',1,'[]');
INSERT INTO "pickup_order" VALUES('b5bb6f3cf02127077030d17a5e34857a','26061900000002','505f2fc3f81fcd2465f640e02bd715bd','张**','154****0002','0002','d4a9f6f072bf8366b3b6b25ab1987f2097bfd07df77f449390bc027b3f6c5d72','168be7474956b3c1891213391bc18e2810d877075b0152aa2188edde848f0448','cbe7a0db15c675abeeeafd42dd9e26fd29dc181b4b0eaee7fea436142ecec5a1',0,'[]');
CREATE TABLE pickup_parcel (
	code VARCHAR(22) NOT NULL, 
	order_id CHAR(32) NOT NULL, 
	crate_id CHAR(32) NOT NULL, 
	place INTEGER NOT NULL, 
	CONSTRAINT pk_pickup_parcel PRIMARY KEY (code)
);
CREATE TABLE pickup_point (
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_pickup_point PRIMARY KEY (code)
);
CREATE TABLE pickup_scan (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	desk VARCHAR NOT NULL, 
	operator_id CHAR(32), 
	at VARCHAR(32) NOT NULL, 
	shown TEXT NOT NULL, 
	device VARCHAR NOT NULL, 
	verdict VARCHAR NOT NULL, 
	tone VARCHAR NOT NULL, 
	"values" TEXT NOT NULL, 
	CONSTRAINT pk_pickup_scan PRIMARY KEY (ordinal), 
	CONSTRAINT uq_pickup_scan_id UNIQUE (id)
);
INSERT INTO "pickup_scan" VALUES(1,'01a208d8a27c7de9a273a296df4cf2be','pickup','000000000000000000000000000000aa','2026-06-19T02:30:02.000000+00:00','095200010000010019','test','crate_received','ok','{"crate": 1, "place": {"sentence": "Put it on the shelf", "values": {}}, "received": 1, "expected": 3}');
INSERT INTO "pickup_scan" VALUES(2,'01a208d8a2d6789393edffd2e4bfe26b','pickup','000000000000000000000000000000aa','2026-06-19T02:30:04.000000+00:00','095200010000010019','test','crate_received','ok','{"crate": 1, "place": {"sentence": "Put it on the shelf", "values": {}}, "received": 1, "expected": 3}');
INSERT INTO "pickup_scan" VALUES(3,'01a208d8a2ea74808c812f98924b924a','pickup','000000000000000000000000000000aa','2026-06-19T02:30:06.000000+00:00','095200010000010026','test','crate_received','ok','{"crate": 2, "place": {"sentence": "Put it into the fridge", "values": {}}, "received": 2, "expected": 3}');
INSERT INTO "pickup_scan" VALUES(4,'01a208d8a3047619b59be9f6fd9748a9','pickup','000000000000000000000000000000aa','2026-06-19T02:30:08.000000+00:00','095200010000010033','test','last_received','ok','{"crate": 3, "place": {"sentence": "Put it into the freezer at once", "values": {}}, "received": 3, "expected": 3}');
INSERT INTO "pickup_scan" VALUES(5,'01a208d8a32a79e5a8ec38603153b820','pickup','000000000000000000000000000000aa','2026-06-19T02:30:09.000000+00:00','••••48','keyboard','customer_found','ok','{"pieces": 3, "crates": 2}');
INSERT INTO "pickup_scan" VALUES(6,'01a208d8a37b7bb08f5e5715524d7195','pickup','000000000000000000000000000000aa','2026-06-19T02:30:11.000000+00:00','••••48','keyboard','customer_found','ok','{"pieces": 3, "crates": 2}');
CREATE TABLE pin_miss (
	id INTEGER NOT NULL, 
	operator_id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_pin_miss PRIMARY KEY (id)
);
CREATE TABLE pin_proof (
	operator_id CHAR(32) NOT NULL, 
	hash VARCHAR NOT NULL, 
	proved_at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_pin_proof PRIMARY KEY (operator_id)
);
CREATE TABLE "print_job" (
	ordinal INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	document VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	crate_id CHAR(32), 
	copy_number INTEGER NOT NULL, 
	label TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	reason TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	created_at VARCHAR(32) NOT NULL, 
	changed_at VARCHAR(32) NOT NULL, 
	printer VARCHAR, 
	CONSTRAINT pk_print_job PRIMARY KEY (ordinal), 
	CONSTRAINT uq_print_job_id UNIQUE (id)
);
CREATE TABLE product (
	sku VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	spec VARCHAR NOT NULL, body TEXT, plu VARCHAR, picture VARCHAR(64), 
	CONSTRAINT pk_product PRIMARY KEY (sku)
);
CREATE TABLE product_gtin (
	gtin VARCHAR(14) NOT NULL, 
	sku VARCHAR NOT NULL, 
	CONSTRAINT pk_product_gtin PRIMARY KEY (gtin)
);
CREATE TABLE purchase (
	document_id CHAR(32) NOT NULL, 
	code VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	supplier_name VARCHAR NOT NULL, 
	closed_at VARCHAR(32), 
	own_seq INTEGER, 
	body TEXT NOT NULL, 
	news TEXT, 
	CONSTRAINT pk_purchase PRIMARY KEY (document_id)
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
	undone_at VARCHAR(32), lot VARCHAR, expiry VARCHAR(10), weight_g INTEGER DEFAULT '0' NOT NULL, handed BOOLEAN DEFAULT '0' NOT NULL, order_id CHAR(32), 
	CONSTRAINT pk_put PRIMARY KEY (ordinal), 
	CONSTRAINT fk_put_crate_id_crate FOREIGN KEY(crate_id) REFERENCES crate (id), 
	CONSTRAINT fk_put_wave_id_wave FOREIGN KEY(wave_id) REFERENCES wave (id), 
	CONSTRAINT uq_put_id UNIQUE (id), 
	CONSTRAINT uq_put_scan_id UNIQUE (scan_id)
);
CREATE TABLE put_taken (
	put_id CHAR(32) NOT NULL, 
	ordinal INTEGER NOT NULL, 
	bin VARCHAR NOT NULL, 
	lot VARCHAR NOT NULL, 
	expiry VARCHAR(10) NOT NULL, 
	quantity INTEGER NOT NULL, 
	CONSTRAINT pk_put_taken PRIMARY KEY (put_id, ordinal)
);
CREATE TABLE reslot_move (
	ordinal INTEGER NOT NULL, 
	exchange INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	sku VARCHAR NOT NULL, 
	from_bin VARCHAR NOT NULL, 
	to_bin VARCHAR NOT NULL, 
	saved_cm INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	moved TEXT NOT NULL, 
	CONSTRAINT pk_reslot_move PRIMARY KEY (ordinal)
);
CREATE TABLE route (
	id CHAR(32) NOT NULL, 
	cycle_id CHAR(32) NOT NULL, 
	code VARCHAR(10) NOT NULL, 
	number INTEGER NOT NULL, 
	van VARCHAR NOT NULL, 
	departed_at VARCHAR(32), 
	departed_by VARCHAR DEFAULT '' NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_route PRIMARY KEY (id), 
	CONSTRAINT uq_route_code UNIQUE (code)
);
CREATE TABLE route_draft (
	ordinal INTEGER NOT NULL, 
	cycle_id CHAR(32) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	act VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_route_draft PRIMARY KEY (ordinal)
);
CREATE TABLE route_plan (
	cycle_id CHAR(32) NOT NULL, 
	plan_id CHAR(32) NOT NULL, 
	version INTEGER NOT NULL, 
	told_at VARCHAR(32) NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_route_plan PRIMARY KEY (cycle_id)
);
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
CREATE TABLE serial_block (
	id INTEGER NOT NULL, 
	extension_digit INTEGER NOT NULL, 
	company_prefix VARCHAR NOT NULL, 
	next INTEGER NOT NULL, 
	last INTEGER NOT NULL, 
	CONSTRAINT pk_serial_block PRIMARY KEY (id)
);
CREATE TABLE slot (
	crate_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	planned INTEGER NOT NULL, 
	put INTEGER NOT NULL, 
	short INTEGER NOT NULL, 
	CONSTRAINT pk_slot PRIMARY KEY (crate_id, sku), 
	CONSTRAINT fk_slot_crate_id_crate FOREIGN KEY(crate_id) REFERENCES crate (id)
);
CREATE TABLE slotting_demand (
	name VARCHAR NOT NULL, 
	told_at VARCHAR(32) NOT NULL, 
	body BLOB NOT NULL, 
	CONSTRAINT pk_slotting_demand PRIMARY KEY (name)
);
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
	lease_asked CHAR(32), roles VARCHAR DEFAULT 'warehouse' NOT NULL, pickup_point VARCHAR, pickup_point_name VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_station PRIMARY KEY (id)
);
INSERT INTO "station" VALUES('191ab21bcff39b21990f58d29cc2e62a','柜台 1','pickup','W1','一号仓','Asia/Shanghai','优邻站','http://127.0.0.1:1','2026-06-19T02:30:00.000000+00:00',NULL,'pickup','P001','三元梅园');
CREATE TABLE stock (
	bin VARCHAR NOT NULL, 
	sku VARCHAR NOT NULL, 
	lot VARCHAR NOT NULL, 
	expiry VARCHAR(10) NOT NULL, 
	quantity INTEGER NOT NULL, 
	weight_g INTEGER NOT NULL, 
	CONSTRAINT pk_stock PRIMARY KEY (bin, sku, lot, expiry)
);
CREATE TABLE stock_move (
	seq INTEGER NOT NULL, 
	side INTEGER NOT NULL, 
	bin VARCHAR NOT NULL, 
	sku VARCHAR NOT NULL, 
	lot VARCHAR NOT NULL, 
	expiry VARCHAR(10) NOT NULL, 
	quantity INTEGER NOT NULL, 
	weight_g INTEGER NOT NULL, 
	CONSTRAINT pk_stock_move PRIMARY KEY (seq, side)
);
CREATE TABLE stock_news (
	bin VARCHAR NOT NULL, 
	sku VARCHAR NOT NULL, 
	lot VARCHAR NOT NULL, 
	expiry VARCHAR(10) NOT NULL, 
	quantity INTEGER NOT NULL, 
	weight_g INTEGER NOT NULL, 
	rewinds INTEGER NOT NULL, 
	CONSTRAINT pk_stock_news PRIMARY KEY (bin, sku, lot, expiry)
);
CREATE TABLE stop (
	wave_id CHAR(32) NOT NULL, 
	cycle_id CHAR(32) NOT NULL, 
	pickup_point VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	state VARCHAR NOT NULL, 
	told_at VARCHAR(32) NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_stop PRIMARY KEY (wave_id)
);
CREATE TABLE stop_crate (
	crate_id CHAR(32) NOT NULL, 
	wave_id CHAR(32) NOT NULL, 
	sscc VARCHAR(18) NOT NULL, 
	number INTEGER NOT NULL, 
	zone VARCHAR NOT NULL, 
	weight_g INTEGER NOT NULL, 
	closed BOOLEAN NOT NULL, 
	route_id CHAR(32), 
	moved VARCHAR, 
	moved_at VARCHAR(32), 
	moved_by VARCHAR DEFAULT '' NOT NULL, weighed VARCHAR, cancelled TEXT DEFAULT '[]' NOT NULL, 
	CONSTRAINT pk_stop_crate PRIMARY KEY (crate_id), 
	CONSTRAINT fk_stop_crate_wave_id_stop FOREIGN KEY(wave_id) REFERENCES stop (wave_id)
);
CREATE TABLE surplus_crate (
	id CHAR(32) NOT NULL, 
	wave_id CHAR(32), 
	sscc VARCHAR(18) NOT NULL, 
	pickup_point VARCHAR, 
	at VARCHAR(32) NOT NULL, 
	undone_at VARCHAR(32), 
	CONSTRAINT pk_surplus_crate PRIMARY KEY (id)
);
CREATE TABLE van (
	code VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	away BOOLEAN DEFAULT '0' NOT NULL, 
	unsent BOOLEAN DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_van PRIMARY KEY (code)
);
CREATE TABLE void_label (
	sscc VARCHAR(18) NOT NULL, 
	crate_id CHAR(32) NOT NULL, 
	CONSTRAINT pk_void_label PRIMARY KEY (sscc)
);
CREATE TABLE warehouse_site (
	code VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_warehouse_site PRIMARY KEY (code)
);
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
	hand_fresh INTEGER NOT NULL, hand_lot VARCHAR, hand_expiry VARCHAR(10), hand_weight_g INTEGER, wanted_by VARCHAR, handed_seq INTEGER, came_from VARCHAR, beside_id CHAR(32), 
	CONSTRAINT pk_wave PRIMARY KEY (id)
);
CREATE INDEX ix_fact_state_seq ON fact (state, seq);
CREATE INDEX ix_operator_badge ON operator (badge);
CREATE INDEX ix_product_gtin_sku ON product_gtin (sku);
CREATE INDEX ix_scan_wave_id ON scan (wave_id);
CREATE INDEX ix_wave_state ON wave (state);
CREATE INDEX ix_crate_wave_id ON crate (wave_id);
CREATE INDEX ix_put_wave_id ON put (wave_id);
CREATE INDEX ix_stop_cycle_id ON stop (cycle_id);
CREATE INDEX ix_stop_crate_route_id ON stop_crate (route_id);
CREATE INDEX ix_stop_crate_sscc ON stop_crate (sscc);
CREATE INDEX ix_stop_crate_wave_id ON stop_crate (wave_id);
CREATE INDEX ix_route_cycle_id ON route (cycle_id);
CREATE INDEX ix_route_draft_cycle_id ON route_draft (cycle_id);
CREATE INDEX ix_load_scan_route_id ON load_scan (route_id);
CREATE INDEX ix_delivery_cycle_id ON delivery (cycle_id);
CREATE INDEX ix_delivery_crate_sscc ON delivery_crate (sscc);
CREATE INDEX ix_delivery_crate_wave_id ON delivery_crate (wave_id);
CREATE INDEX ix_surplus_crate_wave_id ON surplus_crate (wave_id);
CREATE INDEX ix_pickup_order_code_mac_done ON pickup_order (code_mac, done);
CREATE INDEX ix_pickup_order_customer_mac_done ON pickup_order (customer_mac, done);
CREATE INDEX ix_pickup_order_done ON pickup_order (done);
CREATE INDEX ix_pickup_order_order_no ON pickup_order (order_no);
CREATE INDEX ix_pickup_order_phone_tail_done ON pickup_order (phone_tail, done);
CREATE INDEX ix_pickup_order_qr_mac ON pickup_order (qr_mac);
CREATE INDEX ix_pickup_order_wave_id ON pickup_order (wave_id);
CREATE INDEX ix_collection_order_id ON collection (order_id);
CREATE INDEX ix_code_miss_at ON code_miss (at);
CREATE INDEX ix_print_job_crate_id ON print_job (crate_id);
CREATE INDEX ix_print_job_state ON print_job (state);
CREATE INDEX ix_product_plu ON product (plu);
CREATE INDEX ix_pick_face_bin ON pick_face (bin);
CREATE INDEX ix_stock_sku ON stock (sku);
CREATE INDEX ix_stock_move_place ON stock_move (sku, bin);
CREATE INDEX ix_purchase_code ON purchase (code);
CREATE INDEX ix_goods_receipt_document_id ON goods_receipt (document_id);
CREATE INDEX ix_count_task_state ON count_task (state);
CREATE INDEX ix_count_line_count_id ON count_line (count_id);
CREATE INDEX ix_pin_miss_operator_id ON pin_miss (operator_id);
CREATE INDEX ix_crate_weighing_crate_id ON crate_weighing (crate_id);
CREATE INDEX ix_crate_step_crate_id ON crate_step (crate_id);
CREATE INDEX ix_void_label_crate_id ON void_label (crate_id);
CREATE INDEX ix_box_crate_id ON box (crate_id);
CREATE INDEX ix_pickup_parcel_order_id ON pickup_parcel (order_id);
CREATE INDEX ix_scan_at ON scan (at);
CREATE INDEX ix_gift_box_made_at ON gift_box (made_at);
CREATE INDEX ix_gift_box_made_seq ON gift_box (made_seq);
CREATE INDEX ix_gift_box_undone_seq ON gift_box (undone_seq);
CREATE INDEX ix_gift_box_scan_box_id ON gift_box_scan (box_id);
CREATE INDEX ix_gift_box_scan_at ON gift_box_scan (at);
COMMIT;
