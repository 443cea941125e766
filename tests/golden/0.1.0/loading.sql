BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
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
CREATE TABLE collection_line (
	collection_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	CONSTRAINT pk_collection_line PRIMARY KEY (collection_id, sku), 
	CONSTRAINT fk_collection_line_collection_id_collection FOREIGN KEY(collection_id) REFERENCES collection (id)
);
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
CREATE TABLE crate_line (
	crate_id CHAR(32) NOT NULL, 
	order_id CHAR(32) NOT NULL, 
	sku VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	CONSTRAINT pk_crate_line PRIMARY KEY (crate_id, order_id, sku), 
	CONSTRAINT fk_crate_line_crate_id_crate FOREIGN KEY(crate_id) REFERENCES crate (id)
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
	declared_missing_at VARCHAR(32), 
	CONSTRAINT pk_delivery_crate PRIMARY KEY (crate_id)
);
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
INSERT INTO "fact" VALUES(1,'01a204fa8e68784d867e4199d7a68075','019000000000700080000000000000bb','2026-06-18T18:00:04.000000+00:00','CrateLoaded',1,'{"route_id": "01a204fa-8de2-7b8a-b8bb-c9530785750f", "crate_id": "01a204fa-8de2-7183-b04c-d69a0c8d2df2"}','0000000000000000000000000000000000000000000000000000000000000000','2da169e98d04d33f299440e747913b2518c2ba74517587c0de6d1fd8174853dc','waiting',NULL);
INSERT INTO "fact" VALUES(2,'01a204fa8e717e7ca7fc7cc5bad2e520','019000000000700080000000000000bb','2026-06-18T18:00:10.000000+00:00','VanDeparted',1,'{"route_id": "01a204fa-8de2-7b8a-b8bb-c9530785750f", "loaded": ["01a204fa-8de2-7183-b04c-d69a0c8d2df2"], "missing": ["01a204fa-8de2-7806-ba88-76db57cc2355"], "supervisor_id": "01900000-0000-7000-8000-0000000000cc", "reason": "damaged"}','2da169e98d04d33f299440e747913b2518c2ba74517587c0de6d1fd8174853dc','389288233162038ea2f9b0e582589adbd8ff85b15c68e3593fd002d1d04aa79a','waiting',NULL);
INSERT INTO "fact" VALUES(3,'01a204fa8e79782b97a6206e8ec72403','019000000000700080000000000000bb','2026-06-18T18:00:14.000000+00:00','CrateLoaded',1,'{"route_id": "01a204fa-8de2-7239-98e1-1838420d0887", "crate_id": "01a204fa-8de2-725e-a448-5b82fd935958"}','389288233162038ea2f9b0e582589adbd8ff85b15c68e3593fd002d1d04aa79a','0da8268a6761762b5854660b20db453a0e2ac755e0579e1941629910cf824f1b','waiting',NULL);
INSERT INTO "fact" VALUES(4,'01a204fa8e7c7251b90c13a220e7505a','019000000000700080000000000000bb','2026-06-18T18:00:16.000000+00:00','CrateLoaded',1,'{"route_id": "01a204fa-8de2-7239-98e1-1838420d0887", "crate_id": "01a204fa-8de2-7b14-98ca-099a02b44bbc"}','0da8268a6761762b5854660b20db453a0e2ac755e0579e1941629910cf824f1b','6ae6e23e65df55a9d4fba9733034914af5c3acfb843e4856a1153f374b15f934','waiting',NULL);
INSERT INTO "fact" VALUES(5,'01a204fa8e7f7af191b181ab82e1e26e','019000000000700080000000000000bb','2026-06-18T18:00:18.000000+00:00','CrateLoaded',1,'{"route_id": "01a204fa-8de2-7239-98e1-1838420d0887", "crate_id": "01a204fa-8de2-7a45-883d-913f343ba1d1"}','6ae6e23e65df55a9d4fba9733034914af5c3acfb843e4856a1153f374b15f934','37b0daa1810634845ed06a97fbb0363aae99420d70438eb258b8b13fe29380be','waiting',NULL);
INSERT INTO "fact" VALUES(6,'01a204fa8e827a91b5b30929ab3be2f6','019000000000700080000000000000bb','2026-06-18T18:00:20.000000+00:00','CrateLoaded',1,'{"route_id": "01a204fa-8de2-7239-98e1-1838420d0887", "crate_id": "01a204fa-8de2-7dc2-9242-fb0606c6cbd4"}','37b0daa1810634845ed06a97fbb0363aae99420d70438eb258b8b13fe29380be','c0b8c9d7c4f798b3b0b129dfe046f3870b712d51c8a4629664b843f911761c86','waiting',NULL);
INSERT INTO "fact" VALUES(7,'01a204fa8e847f0690e32264fdeb4051','019000000000700080000000000000bb','2026-06-18T18:00:20.000000+00:00','CrateUnloaded',1,'{"route_id": "01a204fa-8de2-7239-98e1-1838420d0887", "crate_id": "01a204fa-8de2-7dc2-9242-fb0606c6cbd4"}','c0b8c9d7c4f798b3b0b129dfe046f3870b712d51c8a4629664b843f911761c86','a47570cca71e56391f9ec7be094a3741d23aa81aff21332af9f5f38178bfc4f9','waiting',NULL);
CREATE TABLE inbox (
	name VARCHAR NOT NULL, 
	cursor INTEGER NOT NULL, 
	CONSTRAINT pk_inbox PRIMARY KEY (name)
);
INSERT INTO "inbox" VALUES('changes',11);
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
INSERT INTO "load_scan" VALUES(1,'01a204fa8e6078d6bc607b74a1a1931b',NULL,'019000000000700080000000000000bb','2026-06-18T18:00:02.000000+00:00','7500010027','test','route_chosen','ok','{"route": 2, "van": "京A00002", "left_at": ""}');
INSERT INTO "load_scan" VALUES(2,'01a204fa8e667642b75ad304f335f32c','01a204fa8de27b8ab8bbc9530785750f','019000000000700080000000000000bb','2026-06-18T18:00:04.000000+00:00','095200010000005015','test','stop_loaded','ok','{"crate": 1, "shop": "5号店", "crate_id": "01a204fa-8de2-7183-b04c-d69a0c8d2df2", "route": 2, "van": "京A00002", "left_at": "", "stop": 2, "left": 0, "next": 1, "next_shop": "4号店"}');
INSERT INTO "load_scan" VALUES(3,'01a204fa8e6c7690a2b5703b3590ca23','01a204fa8de27b8ab8bbc9530785750f','019000000000700080000000000000bb','2026-06-18T18:00:08.000000+00:00','7700000316','test','choose_reason','ask','{"name": "陈主管", "route": 2}');
INSERT INTO "load_scan" VALUES(4,'01a204fa8e767f8d9e18c0848c8fdcf5','01a204fa8de27b8ab8bbc9530785750f','019000000000700080000000000000bb','2026-06-18T18:00:12.000000+00:00','7500010010','test','route_chosen','ok','{"route": 1, "van": "京A00001", "left_at": ""}');
INSERT INTO "load_scan" VALUES(5,'01a204fa8e78714fb14dd20dd7b6b3d6','01a204fa8de2723998e11838420d0887','019000000000700080000000000000bb','2026-06-18T18:00:14.000000+00:00','095200010000003011','test','loaded','ok','{"crate": 1, "shop": "3号店", "crate_id": "01a204fa-8de2-725e-a448-5b82fd935958", "route": 1, "van": "京A00001", "left_at": "", "stop": 3, "left": 1, "next": 2, "next_shop": "2号店"}');
INSERT INTO "load_scan" VALUES(6,'01a204fa8e7b7158b63261e7b2c9a52b','01a204fa8de2723998e11838420d0887','019000000000700080000000000000bb','2026-06-18T18:00:16.000000+00:00','095200010000003028','test','stop_loaded','ok','{"crate": 2, "shop": "3号店", "crate_id": "01a204fa-8de2-7b14-98ca-099a02b44bbc", "route": 1, "van": "京A00001", "left_at": "", "stop": 3, "left": 0, "next": 2, "next_shop": "2号店"}');
INSERT INTO "load_scan" VALUES(7,'01a204fa8e7e7c6daeaaf87eeb35f7b5','01a204fa8de2723998e11838420d0887','019000000000700080000000000000bb','2026-06-18T18:00:18.000000+00:00','095200010000002014','test','stop_loaded','ok','{"crate": 1, "shop": "2号店", "crate_id": "01a204fa-8de2-7a45-883d-913f343ba1d1", "route": 1, "van": "京A00001", "left_at": "", "stop": 2, "left": 0, "next": 1, "next_shop": "1号店"}');
INSERT INTO "load_scan" VALUES(8,'01a204fa8e807556854f932cdbbb46d7','01a204fa8de2723998e11838420d0887','019000000000700080000000000000bb','2026-06-18T18:00:20.000000+00:00','095200010000001017','test','loaded','ok','{"crate": 1, "shop": "1号店", "crate_id": "01a204fa-8de2-7dc2-9242-fb0606c6cbd4", "route": 1, "van": "京A00001", "left_at": "", "stop": 1, "left": 1, "next": 1, "next_shop": "1号店"}');
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
	active BOOLEAN NOT NULL, supervisor BOOLEAN DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_operator PRIMARY KEY (id)
);
INSERT INTO "operator" VALUES('019000000000700080000000000000cc','陈主管','7700000316',1,1);
INSERT INTO "operator" VALUES('01a204fa8e4c7186a449b0b15e3b2cf2','小周','7700000323',1,0);
INSERT INTO "operator" VALUES('01a204fa8e4d7ead8e25282b62d3c185','老孙','7700000330',0,1);
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
INSERT INTO "route" VALUES('01a204fa8de2723998e11838420d0887','01a204fa8de2720288cfa602fa96fea9','7500010010',1,'V1',NULL,'','{"route_id":"01a204fa-8de2-7239-98e1-1838420d0887","number":1,"code":"7500010010","van":"V1","departs_at":"2026-06-18T21:10:00Z","returns_at":"2026-06-19T01:10:00Z","metres":40000,"stops":[{"wave_id":"01a204fa-8de2-7502-8560-b823d16f898a","pickup_point":"P001","arrives_at":"2026-06-18T21:30:00Z","leaves_at":"2026-06-18T21:35:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000},{"wave_id":"01a204fa-8de2-7f45-9c07-9dd34fc0298c","pickup_point":"P002","arrives_at":"2026-06-18T21:50:00Z","leaves_at":"2026-06-18T21:55:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a204fa-8de2-7bc2-8595-173b2037672a","pickup_point":"P003","arrives_at":"2026-06-18T22:10:00Z","leaves_at":"2026-06-18T22:15:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000}]}');
INSERT INTO "route" VALUES('01a204fa8de27b8ab8bbc9530785750f','01a204fa8de2720288cfa602fa96fea9','7500010027',2,'V2','2026-06-18T18:00:10.000000+00:00','月台 1','{"route_id":"01a204fa-8de2-7b8a-b8bb-c9530785750f","number":2,"code":"7500010027","van":"V2","departs_at":"2026-06-18T21:20:00Z","returns_at":"2026-06-19T01:20:00Z","metres":40000,"stops":[{"wave_id":"01a204fa-8de2-72e1-bb3c-9bd9c062ae16","pickup_point":"P004","arrives_at":"2026-06-18T21:40:00Z","leaves_at":"2026-06-18T21:45:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a204fa-8de2-7d27-be7c-cdcfc53cbc20","pickup_point":"P005","arrives_at":"2026-06-18T22:00:00Z","leaves_at":"2026-06-18T22:05:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000}]}');
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
INSERT INTO "route_plan" VALUES('01a204fa8de2720288cfa602fa96fea9','01a204fa8e4f7e7b9d340c1d6b20ae95',1,'2026-06-18T18:00:00.000000+00:00','{"plan_id":"01a204fa-8e4f-7e7b-9d34-0c1d6b20ae95","cycle_id":"01a204fa-8de2-7202-88cf-a602fa96fea9","version":1,"routes":[{"route_id":"01a204fa-8de2-7239-98e1-1838420d0887","number":1,"code":"7500010010","van":"V1","departs_at":"2026-06-18T21:10:00Z","returns_at":"2026-06-19T01:10:00Z","metres":40000,"stops":[{"wave_id":"01a204fa-8de2-7502-8560-b823d16f898a","pickup_point":"P001","arrives_at":"2026-06-18T21:30:00Z","leaves_at":"2026-06-18T21:35:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000},{"wave_id":"01a204fa-8de2-7f45-9c07-9dd34fc0298c","pickup_point":"P002","arrives_at":"2026-06-18T21:50:00Z","leaves_at":"2026-06-18T21:55:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a204fa-8de2-7bc2-8595-173b2037672a","pickup_point":"P003","arrives_at":"2026-06-18T22:10:00Z","leaves_at":"2026-06-18T22:15:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000}]},{"route_id":"01a204fa-8de2-7b8a-b8bb-c9530785750f","number":2,"code":"7500010027","van":"V2","departs_at":"2026-06-18T21:20:00Z","returns_at":"2026-06-19T01:20:00Z","metres":40000,"stops":[{"wave_id":"01a204fa-8de2-72e1-bb3c-9bd9c062ae16","pickup_point":"P004","arrives_at":"2026-06-18T21:40:00Z","leaves_at":"2026-06-18T21:45:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a204fa-8de2-7d27-be7c-cdcfc53cbc20","pickup_point":"P005","arrives_at":"2026-06-18T22:00:00Z","leaves_at":"2026-06-18T22:05:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000}]}],"unserved":[]}');
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
INSERT INTO "station" VALUES('01900000000070008000000000000011','月台 1','warehouse','W1','一号仓','Asia/Shanghai','优邻站','http://127.0.0.1:1','2026-06-18T18:00:00.000000+00:00',NULL,'warehouse',NULL,'');
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
INSERT INTO "stop" VALUES('01a204fa8de275028560b823d16f898a','01a204fa8de2720288cfa602fa96fea9','P001',1,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a204fa-8de2-7502-8560-b823d16f898a","number":1,"cycle_id":"01a204fa-8de2-7202-88cf-a602fa96fea9","cycle_name":"6月18日 晚","pickup_point":{"code":"P001","name":"1号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":8,"pieces":24,"weight_g":16000,"volume_ml":60000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a204fa-8de2-7dc2-9242-fb0606c6cbd4","sscc":"095200010000001017","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true},{"crate_id":"01a204fa-8de2-733a-a8a7-b639d8a251c1","sscc":"095200010000001024","number":2,"zone":"frozen","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a204fa8de27f459c079dd34fc0298c','01a204fa8de2720288cfa602fa96fea9','P002',2,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a204fa-8de2-7f45-9c07-9dd34fc0298c","number":2,"cycle_id":"01a204fa-8de2-7202-88cf-a602fa96fea9","cycle_name":"6月18日 晚","pickup_point":{"code":"P002","name":"2号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a204fa-8de2-7a45-883d-913f343ba1d1","sscc":"095200010000002014","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a204fa8de27bc28595173b2037672a','01a204fa8de2720288cfa602fa96fea9','P003',3,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a204fa-8de2-7bc2-8595-173b2037672a","number":3,"cycle_id":"01a204fa-8de2-7202-88cf-a602fa96fea9","cycle_name":"6月18日 晚","pickup_point":{"code":"P003","name":"3号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":8,"pieces":24,"weight_g":16000,"volume_ml":60000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a204fa-8de2-725e-a448-5b82fd935958","sscc":"095200010000003011","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true},{"crate_id":"01a204fa-8de2-7b14-98ca-099a02b44bbc","sscc":"095200010000003028","number":2,"zone":"frozen","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a204fa8de272e1bb3c9bd9c062ae16','01a204fa8de2720288cfa602fa96fea9','P004',4,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a204fa-8de2-72e1-bb3c-9bd9c062ae16","number":4,"cycle_id":"01a204fa-8de2-7202-88cf-a602fa96fea9","cycle_name":"6月18日 晚","pickup_point":{"code":"P004","name":"4号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a204fa-8de2-7806-ba88-76db57cc2355","sscc":"095200010000004018","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a204fa8de27d27be7ccdcfc53cbc20','01a204fa8de2720288cfa602fa96fea9','P005',5,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a204fa-8de2-7d27-be7c-cdcfc53cbc20","number":5,"cycle_id":"01a204fa-8de2-7202-88cf-a602fa96fea9","cycle_name":"6月18日 晚","pickup_point":{"code":"P005","name":"5号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a204fa-8de2-7183-b04c-d69a0c8d2df2","sscc":"095200010000005015","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
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
	moved_by VARCHAR DEFAULT '' NOT NULL, 
	CONSTRAINT pk_stop_crate PRIMARY KEY (crate_id), 
	CONSTRAINT fk_stop_crate_wave_id_stop FOREIGN KEY(wave_id) REFERENCES stop (wave_id)
);
INSERT INTO "stop_crate" VALUES('01a204fa8de27dc29242fb0606c6cbd4','01a204fa8de275028560b823d16f898a','095200010000001017',1,'chilled',8000,1,NULL,'unloaded','2026-06-18T18:00:20.000000+00:00','月台 1');
INSERT INTO "stop_crate" VALUES('01a204fa8de2733aa8a7b639d8a251c1','01a204fa8de275028560b823d16f898a','095200010000001024',2,'frozen',8000,1,NULL,NULL,NULL,'');
INSERT INTO "stop_crate" VALUES('01a204fa8de27a45883d913f343ba1d1','01a204fa8de27f459c079dd34fc0298c','095200010000002014',1,'chilled',8000,1,'01a204fa8de2723998e11838420d0887','loaded','2026-06-18T18:00:18.000000+00:00','月台 1');
INSERT INTO "stop_crate" VALUES('01a204fa8de2725ea4485b82fd935958','01a204fa8de27bc28595173b2037672a','095200010000003011',1,'chilled',8000,1,'01a204fa8de2723998e11838420d0887','loaded','2026-06-18T18:00:14.000000+00:00','月台 1');
INSERT INTO "stop_crate" VALUES('01a204fa8de27b1498ca099a02b44bbc','01a204fa8de27bc28595173b2037672a','095200010000003028',2,'frozen',8000,1,'01a204fa8de2723998e11838420d0887','loaded','2026-06-18T18:00:16.000000+00:00','月台 1');
INSERT INTO "stop_crate" VALUES('01a204fa8de27806ba8876db57cc2355','01a204fa8de272e1bb3c9bd9c062ae16','095200010000004018',1,'chilled',8000,1,NULL,NULL,NULL,'');
INSERT INTO "stop_crate" VALUES('01a204fa8de27183b04cd69a0c8d2df2','01a204fa8de27d27be7ccdcfc53cbc20','095200010000005015',1,'chilled',8000,1,'01a204fa8de27b8ab8bbc9530785750f','loaded','2026-06-18T18:00:04.000000+00:00','月台 1');
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
INSERT INTO "van" VALUES('V1','{"code":"V1","plate":"京A00001","warehouse":"W1","driver":"司机1","phone":"","weight_g":1,"volume_ml":1,"shift_from":"04:00","shift_until":"11:00","max_stops":0,"fixed_cost_fen":0,"cost_km_fen":150,"cost_hour_fen":4000,"active":true}',0,0);
INSERT INTO "van" VALUES('V2','{"code":"V2","plate":"京A00002","warehouse":"W1","driver":"司机2","phone":"","weight_g":1,"volume_ml":1,"shift_from":"04:00","shift_until":"11:00","max_stops":0,"fixed_cost_fen":0,"cost_km_fen":150,"cost_hour_fen":4000,"active":true}',0,0);
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
	hand_fresh INTEGER NOT NULL, 
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
CREATE INDEX ix_print_job_state ON print_job (state);
CREATE INDEX ix_print_job_crate_id ON print_job (crate_id);
COMMIT;
