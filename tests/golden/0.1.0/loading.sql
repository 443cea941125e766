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
CREATE TABLE count_task (
	id CHAR(32) NOT NULL, 
	bin VARCHAR NOT NULL, 
	sku VARCHAR, 
	state VARCHAR NOT NULL, 
	asked_at VARCHAR(32) NOT NULL, 
	body TEXT NOT NULL, 
	CONSTRAINT pk_count_task PRIMARY KEY (id)
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
INSERT INTO "fact" VALUES(1,'01a205a0b2cb7ef8a81f9ad9b2de0ee9','019000000000700080000000000000bb','2026-06-18T18:00:04.000000+00:00','CrateLoaded',1,'{"route_id": "01a205a0-b211-7cca-b44f-e9b3dc1aea71", "crate_id": "01a205a0-b211-7211-ba2c-847657c77437"}','0000000000000000000000000000000000000000000000000000000000000000','469ed80be12ebcc381a8864e30e13040b876f160ec13d8844a4c7c9e315eaeba','waiting',NULL);
INSERT INTO "fact" VALUES(2,'01a205a0b2d87a929a8c81f1b2799b00','019000000000700080000000000000bb','2026-06-18T18:00:10.000000+00:00','VanDeparted',1,'{"route_id": "01a205a0-b211-7cca-b44f-e9b3dc1aea71", "loaded": ["01a205a0-b211-7211-ba2c-847657c77437"], "missing": ["01a205a0-b211-7958-9008-946d3492a88e"], "supervisor_id": "01900000-0000-7000-8000-0000000000cc", "reason": "damaged"}','469ed80be12ebcc381a8864e30e13040b876f160ec13d8844a4c7c9e315eaeba','4e5679c78240432e90e5dabce2351190f41bc4f208510616639dee5fdbff8dba','waiting',NULL);
INSERT INTO "fact" VALUES(3,'01a205a0b2e9791081e19ec0449a26d8','019000000000700080000000000000bb','2026-06-18T18:00:14.000000+00:00','CrateLoaded',1,'{"route_id": "01a205a0-b211-7e6f-9be0-20089ce2b5ae", "crate_id": "01a205a0-b211-73a2-bc86-fbd83513acaa"}','4e5679c78240432e90e5dabce2351190f41bc4f208510616639dee5fdbff8dba','ea7070187c1729f63be137f08e78ae8af57c66ea32776be34e11d68a58509339','waiting',NULL);
INSERT INTO "fact" VALUES(4,'01a205a0b2f2796da1be1c501b67c71a','019000000000700080000000000000bb','2026-06-18T18:00:16.000000+00:00','CrateLoaded',1,'{"route_id": "01a205a0-b211-7e6f-9be0-20089ce2b5ae", "crate_id": "01a205a0-b211-73ed-b848-732a3a0686bd"}','ea7070187c1729f63be137f08e78ae8af57c66ea32776be34e11d68a58509339','5df79a50792e88f6bb2b1c42abe0ae046508b6a1a0d8b65be01161c5e86339e3','waiting',NULL);
INSERT INTO "fact" VALUES(5,'01a205a0b2f4773eaf5bfc608cbadcff','019000000000700080000000000000bb','2026-06-18T18:00:18.000000+00:00','CrateLoaded',1,'{"route_id": "01a205a0-b211-7e6f-9be0-20089ce2b5ae", "crate_id": "01a205a0-b211-7f0a-be8f-4bd8587f9ad1"}','5df79a50792e88f6bb2b1c42abe0ae046508b6a1a0d8b65be01161c5e86339e3','68c902fa26b6a64960d55b130510f1b515fd07f47c65392527ee11dec1ceff3b','waiting',NULL);
INSERT INTO "fact" VALUES(6,'01a205a0b2f97bf8941a008c55009c8f','019000000000700080000000000000bb','2026-06-18T18:00:20.000000+00:00','CrateLoaded',1,'{"route_id": "01a205a0-b211-7e6f-9be0-20089ce2b5ae", "crate_id": "01a205a0-b211-7084-8f89-5f41ca50bc38"}','68c902fa26b6a64960d55b130510f1b515fd07f47c65392527ee11dec1ceff3b','f7eb169f6168f85c7ca1989cf3e09646a51ec29e9fe68a63553b4b76e9065996','waiting',NULL);
INSERT INTO "fact" VALUES(7,'01a205a0b3017447b962237a91c11b64','019000000000700080000000000000bb','2026-06-18T18:00:20.000000+00:00','CrateUnloaded',1,'{"route_id": "01a205a0-b211-7e6f-9be0-20089ce2b5ae", "crate_id": "01a205a0-b211-7084-8f89-5f41ca50bc38"}','f7eb169f6168f85c7ca1989cf3e09646a51ec29e9fe68a63553b4b76e9065996','546298c61959990343e63ad300749237d3b829709ad37ce94e9f8e735a6f0fa7','waiting',NULL);
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
	put_away_at VARCHAR(32), 
	CONSTRAINT pk_goods_receipt PRIMARY KEY (id), 
	CONSTRAINT uq_goods_receipt_seq UNIQUE (seq)
);
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
INSERT INTO "load_scan" VALUES(1,'01a205a0b2c37a6882cd22bfbca9864d',NULL,'019000000000700080000000000000bb','2026-06-18T18:00:02.000000+00:00','7500010027','test','route_chosen','ok','{"route": 2, "van": "京A00002", "left_at": ""}');
INSERT INTO "load_scan" VALUES(2,'01a205a0b2ca723f9cfb90a8c524a59e','01a205a0b2117ccab44fe9b3dc1aea71','019000000000700080000000000000bb','2026-06-18T18:00:04.000000+00:00','095200010000005015','test','stop_loaded','ok','{"crate": 1, "shop": "5号店", "crate_id": "01a205a0-b211-7211-ba2c-847657c77437", "route": 2, "van": "京A00002", "left_at": "", "stop": 2, "left": 0, "next": 1, "next_shop": "4号店"}');
INSERT INTO "load_scan" VALUES(3,'01a205a0b2d277d3844fca3a0f0c8570','01a205a0b2117ccab44fe9b3dc1aea71','019000000000700080000000000000bb','2026-06-18T18:00:08.000000+00:00','7700000316','test','choose_reason','ask','{"name": "陈主管", "route": 2}');
INSERT INTO "load_scan" VALUES(4,'01a205a0b2df78feaa51db2da891a81b','01a205a0b2117ccab44fe9b3dc1aea71','019000000000700080000000000000bb','2026-06-18T18:00:12.000000+00:00','7500010010','test','route_chosen','ok','{"route": 1, "van": "京A00001", "left_at": ""}');
INSERT INTO "load_scan" VALUES(5,'01a205a0b2e876df8fff0d65d7cc46eb','01a205a0b2117e6f9be020089ce2b5ae','019000000000700080000000000000bb','2026-06-18T18:00:14.000000+00:00','095200010000003011','test','loaded','ok','{"crate": 1, "shop": "3号店", "crate_id": "01a205a0-b211-73a2-bc86-fbd83513acaa", "route": 1, "van": "京A00001", "left_at": "", "stop": 3, "left": 1, "next": 2, "next_shop": "2号店"}');
INSERT INTO "load_scan" VALUES(6,'01a205a0b2f07e4cabc00bf5a99851f5','01a205a0b2117e6f9be020089ce2b5ae','019000000000700080000000000000bb','2026-06-18T18:00:16.000000+00:00','095200010000003028','test','stop_loaded','ok','{"crate": 2, "shop": "3号店", "crate_id": "01a205a0-b211-73ed-b848-732a3a0686bd", "route": 1, "van": "京A00001", "left_at": "", "stop": 3, "left": 0, "next": 2, "next_shop": "2号店"}');
INSERT INTO "load_scan" VALUES(7,'01a205a0b2f378cbb7aec155970cd423','01a205a0b2117e6f9be020089ce2b5ae','019000000000700080000000000000bb','2026-06-18T18:00:18.000000+00:00','095200010000002014','test','stop_loaded','ok','{"crate": 1, "shop": "2号店", "crate_id": "01a205a0-b211-7f0a-be8f-4bd8587f9ad1", "route": 1, "van": "京A00001", "left_at": "", "stop": 2, "left": 0, "next": 1, "next_shop": "1号店"}');
INSERT INTO "load_scan" VALUES(8,'01a205a0b2f877fbbe056cb9e85f38e8','01a205a0b2117e6f9be020089ce2b5ae','019000000000700080000000000000bb','2026-06-18T18:00:20.000000+00:00','095200010000001017','test','loaded','ok','{"crate": 1, "shop": "1号店", "crate_id": "01a205a0-b211-7084-8f89-5f41ca50bc38", "route": 1, "van": "京A00001", "left_at": "", "stop": 1, "left": 1, "next": 1, "next_shop": "1号店"}');
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
INSERT INTO "operator" VALUES('01a205a0b29d7e0c9ace98b308a8a11c','小周','7700000323',1,0);
INSERT INTO "operator" VALUES('01a205a0b2a07c029163648e41c92fa1','老孙','7700000330',0,1);
CREATE TABLE photo (
	hash VARCHAR(64) NOT NULL, 
	path TEXT NOT NULL, 
	taken_at VARCHAR(32) NOT NULL, 
	sent_at VARCHAR(32), 
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
	spec VARCHAR NOT NULL, body TEXT, 
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
	body TEXT NOT NULL, 
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
INSERT INTO "route" VALUES('01a205a0b2117e6f9be020089ce2b5ae','01a205a0b2117adcbb0ec925dddf5252','7500010010',1,'V1',NULL,'','{"route_id":"01a205a0-b211-7e6f-9be0-20089ce2b5ae","number":1,"code":"7500010010","van":"V1","departs_at":"2026-06-18T21:10:00Z","returns_at":"2026-06-19T01:10:00Z","metres":40000,"stops":[{"wave_id":"01a205a0-b211-733a-b423-3983fb8c5349","pickup_point":"P001","arrives_at":"2026-06-18T21:30:00Z","leaves_at":"2026-06-18T21:35:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000},{"wave_id":"01a205a0-b211-7c16-b506-2be351ce7d99","pickup_point":"P002","arrives_at":"2026-06-18T21:50:00Z","leaves_at":"2026-06-18T21:55:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a205a0-b211-71fd-9a17-9f481cda5a7d","pickup_point":"P003","arrives_at":"2026-06-18T22:10:00Z","leaves_at":"2026-06-18T22:15:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000}]}');
INSERT INTO "route" VALUES('01a205a0b2117ccab44fe9b3dc1aea71','01a205a0b2117adcbb0ec925dddf5252','7500010027',2,'V2','2026-06-18T18:00:10.000000+00:00','月台 1','{"route_id":"01a205a0-b211-7cca-b44f-e9b3dc1aea71","number":2,"code":"7500010027","van":"V2","departs_at":"2026-06-18T21:20:00Z","returns_at":"2026-06-19T01:20:00Z","metres":40000,"stops":[{"wave_id":"01a205a0-b211-78a7-8a0d-2fa5670fc404","pickup_point":"P004","arrives_at":"2026-06-18T21:40:00Z","leaves_at":"2026-06-18T21:45:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a205a0-b211-70a5-aebe-05f31a39e604","pickup_point":"P005","arrives_at":"2026-06-18T22:00:00Z","leaves_at":"2026-06-18T22:05:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000}]}');
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
INSERT INTO "route_plan" VALUES('01a205a0b2117adcbb0ec925dddf5252','01a205a0b2a17e2b98ba3f6b8d92e61c',1,'2026-06-18T18:00:00.000000+00:00','{"plan_id":"01a205a0-b2a1-7e2b-98ba-3f6b8d92e61c","cycle_id":"01a205a0-b211-7adc-bb0e-c925dddf5252","version":1,"routes":[{"route_id":"01a205a0-b211-7e6f-9be0-20089ce2b5ae","number":1,"code":"7500010010","van":"V1","departs_at":"2026-06-18T21:10:00Z","returns_at":"2026-06-19T01:10:00Z","metres":40000,"stops":[{"wave_id":"01a205a0-b211-733a-b423-3983fb8c5349","pickup_point":"P001","arrives_at":"2026-06-18T21:30:00Z","leaves_at":"2026-06-18T21:35:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000},{"wave_id":"01a205a0-b211-7c16-b506-2be351ce7d99","pickup_point":"P002","arrives_at":"2026-06-18T21:50:00Z","leaves_at":"2026-06-18T21:55:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a205a0-b211-71fd-9a17-9f481cda5a7d","pickup_point":"P003","arrives_at":"2026-06-18T22:10:00Z","leaves_at":"2026-06-18T22:15:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000}]},{"route_id":"01a205a0-b211-7cca-b44f-e9b3dc1aea71","number":2,"code":"7500010027","van":"V2","departs_at":"2026-06-18T21:20:00Z","returns_at":"2026-06-19T01:20:00Z","metres":40000,"stops":[{"wave_id":"01a205a0-b211-78a7-8a0d-2fa5670fc404","pickup_point":"P004","arrives_at":"2026-06-18T21:40:00Z","leaves_at":"2026-06-18T21:45:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a205a0-b211-70a5-aebe-05f31a39e604","pickup_point":"P005","arrives_at":"2026-06-18T22:00:00Z","leaves_at":"2026-06-18T22:05:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000}]}],"unserved":[]}');
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
INSERT INTO "stop" VALUES('01a205a0b211733ab4233983fb8c5349','01a205a0b2117adcbb0ec925dddf5252','P001',1,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a205a0-b211-733a-b423-3983fb8c5349","number":1,"cycle_id":"01a205a0-b211-7adc-bb0e-c925dddf5252","cycle_name":"6月18日 晚","pickup_point":{"code":"P001","name":"1号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":8,"pieces":24,"weight_g":16000,"volume_ml":60000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a205a0-b211-7084-8f89-5f41ca50bc38","sscc":"095200010000001017","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true},{"crate_id":"01a205a0-b211-7c97-b2bc-468b1b657546","sscc":"095200010000001024","number":2,"zone":"frozen","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a205a0b2117c16b5062be351ce7d99','01a205a0b2117adcbb0ec925dddf5252','P002',2,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a205a0-b211-7c16-b506-2be351ce7d99","number":2,"cycle_id":"01a205a0-b211-7adc-bb0e-c925dddf5252","cycle_name":"6月18日 晚","pickup_point":{"code":"P002","name":"2号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a205a0-b211-7f0a-be8f-4bd8587f9ad1","sscc":"095200010000002014","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a205a0b21171fd9a179f481cda5a7d','01a205a0b2117adcbb0ec925dddf5252','P003',3,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a205a0-b211-71fd-9a17-9f481cda5a7d","number":3,"cycle_id":"01a205a0-b211-7adc-bb0e-c925dddf5252","cycle_name":"6月18日 晚","pickup_point":{"code":"P003","name":"3号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":8,"pieces":24,"weight_g":16000,"volume_ml":60000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a205a0-b211-73a2-bc86-fbd83513acaa","sscc":"095200010000003011","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true},{"crate_id":"01a205a0-b211-73ed-b848-732a3a0686bd","sscc":"095200010000003028","number":2,"zone":"frozen","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a205a0b21178a78a0d2fa5670fc404','01a205a0b2117adcbb0ec925dddf5252','P004',4,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a205a0-b211-78a7-8a0d-2fa5670fc404","number":4,"cycle_id":"01a205a0-b211-7adc-bb0e-c925dddf5252","cycle_name":"6月18日 晚","pickup_point":{"code":"P004","name":"4号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a205a0-b211-7958-9008-946d3492a88e","sscc":"095200010000004018","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a205a0b21170a5aebe05f31a39e604','01a205a0b2117adcbb0ec925dddf5252','P005',5,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a205a0-b211-70a5-aebe-05f31a39e604","number":5,"cycle_id":"01a205a0-b211-7adc-bb0e-c925dddf5252","cycle_name":"6月18日 晚","pickup_point":{"code":"P005","name":"5号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a205a0-b211-7211-ba2c-847657c77437","sscc":"095200010000005015","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
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
INSERT INTO "stop_crate" VALUES('01a205a0b21170848f895f41ca50bc38','01a205a0b211733ab4233983fb8c5349','095200010000001017',1,'chilled',8000,1,NULL,'unloaded','2026-06-18T18:00:20.000000+00:00','月台 1');
INSERT INTO "stop_crate" VALUES('01a205a0b2117c97b2bc468b1b657546','01a205a0b211733ab4233983fb8c5349','095200010000001024',2,'frozen',8000,1,NULL,NULL,NULL,'');
INSERT INTO "stop_crate" VALUES('01a205a0b2117f0abe8f4bd8587f9ad1','01a205a0b2117c16b5062be351ce7d99','095200010000002014',1,'chilled',8000,1,'01a205a0b2117e6f9be020089ce2b5ae','loaded','2026-06-18T18:00:18.000000+00:00','月台 1');
INSERT INTO "stop_crate" VALUES('01a205a0b21173a2bc86fbd83513acaa','01a205a0b21171fd9a179f481cda5a7d','095200010000003011',1,'chilled',8000,1,'01a205a0b2117e6f9be020089ce2b5ae','loaded','2026-06-18T18:00:14.000000+00:00','月台 1');
INSERT INTO "stop_crate" VALUES('01a205a0b21173edb848732a3a0686bd','01a205a0b21171fd9a179f481cda5a7d','095200010000003028',2,'frozen',8000,1,'01a205a0b2117e6f9be020089ce2b5ae','loaded','2026-06-18T18:00:16.000000+00:00','月台 1');
INSERT INTO "stop_crate" VALUES('01a205a0b21179589008946d3492a88e','01a205a0b21178a78a0d2fa5670fc404','095200010000004018',1,'chilled',8000,1,NULL,NULL,NULL,'');
INSERT INTO "stop_crate" VALUES('01a205a0b2117211ba2c847657c77437','01a205a0b21170a5aebe05f31a39e604','095200010000005015',1,'chilled',8000,1,'01a205a0b2117ccab44fe9b3dc1aea71','loaded','2026-06-18T18:00:04.000000+00:00','月台 1');
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
CREATE INDEX ix_print_job_crate_id ON print_job (crate_id);
CREATE INDEX ix_print_job_state ON print_job (state);
CREATE INDEX ix_pick_face_bin ON pick_face (bin);
CREATE INDEX ix_stock_sku ON stock (sku);
CREATE INDEX ix_stock_move_place ON stock_move (sku, bin);
CREATE INDEX ix_purchase_code ON purchase (code);
CREATE INDEX ix_goods_receipt_document_id ON goods_receipt (document_id);
CREATE INDEX ix_count_task_state ON count_task (state);
CREATE INDEX ix_pin_miss_operator_id ON pin_miss (operator_id);
COMMIT;
