BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
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
INSERT INTO "fact" VALUES(1,'01a20470334971ffb2b98de3fb44d4a3','019000000000700080000000000000bb','2026-06-18T18:00:04.000000+00:00','CrateLoaded',1,'{"route_id": "01a20470-2f71-7408-853f-3ee3762e2a6e", "crate_id": "01a20470-2f71-7aa4-8010-6b41241761af"}','0000000000000000000000000000000000000000000000000000000000000000','4a7afff22dd26c8c1db35e91b203915d47ff0cd6b09f3d9ae4c5d6ded27cbb01','waiting',NULL);
INSERT INTO "fact" VALUES(2,'01a2047033967a3097670d29fe9543e0','019000000000700080000000000000bb','2026-06-18T18:00:10.000000+00:00','VanDeparted',1,'{"route_id": "01a20470-2f71-7408-853f-3ee3762e2a6e", "loaded": ["01a20470-2f71-7aa4-8010-6b41241761af"], "missing": ["01a20470-2f71-7552-a1f5-5de24267544c"], "supervisor_id": "01900000-0000-7000-8000-0000000000cc", "reason": "damaged"}','4a7afff22dd26c8c1db35e91b203915d47ff0cd6b09f3d9ae4c5d6ded27cbb01','144b896fd53dfc67494dd729ba3157935b53202f5fa9082f4be4784e824e32a6','waiting',NULL);
INSERT INTO "fact" VALUES(3,'01a2047033c57a2e9e8cbe545da48d98','019000000000700080000000000000bb','2026-06-18T18:00:14.000000+00:00','CrateLoaded',1,'{"route_id": "01a20470-2f71-73f7-a69b-2ef36ad61104", "crate_id": "01a20470-2f71-79c1-8bb0-7511b8c26896"}','144b896fd53dfc67494dd729ba3157935b53202f5fa9082f4be4784e824e32a6','e3a1fc8292cc74cc33380356ca7ba3a0b1e99f1653599efa56620c9b27d37ad8','waiting',NULL);
INSERT INTO "fact" VALUES(4,'01a2047033c971e1b9e723467e7cfa50','019000000000700080000000000000bb','2026-06-18T18:00:16.000000+00:00','CrateLoaded',1,'{"route_id": "01a20470-2f71-73f7-a69b-2ef36ad61104", "crate_id": "01a20470-2f71-7413-95c0-0fcc8167e636"}','e3a1fc8292cc74cc33380356ca7ba3a0b1e99f1653599efa56620c9b27d37ad8','7dfad8c4886b9f270f329b1627da4f6b3c760e11d2eb15360d725123e8d0c2e4','waiting',NULL);
INSERT INTO "fact" VALUES(5,'01a2047033e971a8b58a99b5792f6ba5','019000000000700080000000000000bb','2026-06-18T18:00:18.000000+00:00','CrateLoaded',1,'{"route_id": "01a20470-2f71-73f7-a69b-2ef36ad61104", "crate_id": "01a20470-2f71-7cb3-afa7-058cfa5c78a2"}','7dfad8c4886b9f270f329b1627da4f6b3c760e11d2eb15360d725123e8d0c2e4','3ad0e44ae9be2146fc260cd3fde7ba3cdb63df8c42ae167577128374b3d79561','waiting',NULL);
INSERT INTO "fact" VALUES(6,'01a2047033ee7e599b484fd570743251','019000000000700080000000000000bb','2026-06-18T18:00:20.000000+00:00','CrateLoaded',1,'{"route_id": "01a20470-2f71-73f7-a69b-2ef36ad61104", "crate_id": "01a20470-2f71-7974-b5ff-41055e8612d6"}','3ad0e44ae9be2146fc260cd3fde7ba3cdb63df8c42ae167577128374b3d79561','75cf4cd3e962e7a8aff8e1faafa45b781cd5e28ff82e0c8ddfde095c0ef213bf','waiting',NULL);
INSERT INTO "fact" VALUES(7,'01a20470340d72ef897de2985d3963e2','019000000000700080000000000000bb','2026-06-18T18:00:20.000000+00:00','CrateUnloaded',1,'{"route_id": "01a20470-2f71-73f7-a69b-2ef36ad61104", "crate_id": "01a20470-2f71-7974-b5ff-41055e8612d6"}','75cf4cd3e962e7a8aff8e1faafa45b781cd5e28ff82e0c8ddfde095c0ef213bf','87f9b51fb59c3291953f214d7408800a53ee685a48c3f3748a269b3b3201d278','waiting',NULL);
CREATE TABLE inbox (
	name VARCHAR NOT NULL, 
	cursor INTEGER NOT NULL, 
	CONSTRAINT pk_inbox PRIMARY KEY (name)
);
INSERT INTO "inbox" VALUES('changes',11);
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
INSERT INTO "load_scan" VALUES(1,'01a2047033127928837a98110673a44e',NULL,'019000000000700080000000000000bb','2026-06-18T18:00:02.000000+00:00','7500010027','test','route_chosen','ok','{"route": 2, "van": "京A00002", "left_at": ""}');
INSERT INTO "load_scan" VALUES(2,'01a2047033477099b25064da25b3bd90','01a204702f717408853f3ee3762e2a6e','019000000000700080000000000000bb','2026-06-18T18:00:04.000000+00:00','095200010000005015','test','stop_loaded','ok','{"crate": 1, "shop": "5号店", "crate_id": "01a20470-2f71-7aa4-8010-6b41241761af", "route": 2, "van": "京A00002", "left_at": "", "stop": 2, "left": 0, "next": 1, "next_shop": "4号店"}');
INSERT INTO "load_scan" VALUES(3,'01a20470336d7fb5be95f3eca88dba48','01a204702f717408853f3ee3762e2a6e','019000000000700080000000000000bb','2026-06-18T18:00:08.000000+00:00','7700000316','test','choose_reason','ask','{"name": "陈主管", "route": 2}');
INSERT INTO "load_scan" VALUES(4,'01a2047033a6731e8588aa4f93ad1633','01a204702f717408853f3ee3762e2a6e','019000000000700080000000000000bb','2026-06-18T18:00:12.000000+00:00','7500010010','test','route_chosen','ok','{"route": 1, "van": "京A00001", "left_at": ""}');
INSERT INTO "load_scan" VALUES(5,'01a2047033c47cd5a4377854362efd65','01a204702f7173f7a69b2ef36ad61104','019000000000700080000000000000bb','2026-06-18T18:00:14.000000+00:00','095200010000003011','test','loaded','ok','{"crate": 1, "shop": "3号店", "crate_id": "01a20470-2f71-79c1-8bb0-7511b8c26896", "route": 1, "van": "京A00001", "left_at": "", "stop": 3, "left": 1, "next": 2, "next_shop": "2号店"}');
INSERT INTO "load_scan" VALUES(6,'01a2047033c87d28a4b6eba101416d73','01a204702f7173f7a69b2ef36ad61104','019000000000700080000000000000bb','2026-06-18T18:00:16.000000+00:00','095200010000003028','test','stop_loaded','ok','{"crate": 2, "shop": "3号店", "crate_id": "01a20470-2f71-7413-95c0-0fcc8167e636", "route": 1, "van": "京A00001", "left_at": "", "stop": 3, "left": 0, "next": 2, "next_shop": "2号店"}');
INSERT INTO "load_scan" VALUES(7,'01a2047033e873ae8fae2ac7ea58eaa1','01a204702f7173f7a69b2ef36ad61104','019000000000700080000000000000bb','2026-06-18T18:00:18.000000+00:00','095200010000002014','test','stop_loaded','ok','{"crate": 1, "shop": "2号店", "crate_id": "01a20470-2f71-7cb3-afa7-058cfa5c78a2", "route": 1, "van": "京A00001", "left_at": "", "stop": 2, "left": 0, "next": 1, "next_shop": "1号店"}');
INSERT INTO "load_scan" VALUES(8,'01a2047033ee7ac3ba5e7c549dca36b6','01a204702f7173f7a69b2ef36ad61104','019000000000700080000000000000bb','2026-06-18T18:00:20.000000+00:00','095200010000001017','test','loaded','ok','{"crate": 1, "shop": "1号店", "crate_id": "01a20470-2f71-7974-b5ff-41055e8612d6", "route": 1, "van": "京A00001", "left_at": "", "stop": 1, "left": 1, "next": 1, "next_shop": "1号店"}');
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
INSERT INTO "operator" VALUES('01a20470326f786997b7628f769fae34','小周','7700000323',1,0);
INSERT INTO "operator" VALUES('01a2047032747a4db8a8c54bfb3d9d5f','老孙','7700000330',0,1);
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
INSERT INTO "route" VALUES('01a204702f7173f7a69b2ef36ad61104','01a204702f7179bbaafe9b315f9c7ff8','7500010010',1,'V1',NULL,'','{"route_id":"01a20470-2f71-73f7-a69b-2ef36ad61104","number":1,"code":"7500010010","van":"V1","departs_at":"2026-06-18T21:10:00Z","returns_at":"2026-06-19T01:10:00Z","metres":40000,"stops":[{"wave_id":"01a20470-2f71-7183-8f59-52418929a268","pickup_point":"P001","arrives_at":"2026-06-18T21:30:00Z","leaves_at":"2026-06-18T21:35:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000},{"wave_id":"01a20470-2f71-7c33-b9d1-30802434b214","pickup_point":"P002","arrives_at":"2026-06-18T21:50:00Z","leaves_at":"2026-06-18T21:55:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a20470-2f71-74d2-b07f-b9e1a03509d3","pickup_point":"P003","arrives_at":"2026-06-18T22:10:00Z","leaves_at":"2026-06-18T22:15:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000}]}');
INSERT INTO "route" VALUES('01a204702f717408853f3ee3762e2a6e','01a204702f7179bbaafe9b315f9c7ff8','7500010027',2,'V2','2026-06-18T18:00:10.000000+00:00','月台 1','{"route_id":"01a20470-2f71-7408-853f-3ee3762e2a6e","number":2,"code":"7500010027","van":"V2","departs_at":"2026-06-18T21:20:00Z","returns_at":"2026-06-19T01:20:00Z","metres":40000,"stops":[{"wave_id":"01a20470-2f71-7e55-9a0b-053ab901f971","pickup_point":"P004","arrives_at":"2026-06-18T21:40:00Z","leaves_at":"2026-06-18T21:45:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a20470-2f71-7b07-b48d-fb3440f0ad5c","pickup_point":"P005","arrives_at":"2026-06-18T22:00:00Z","leaves_at":"2026-06-18T22:05:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000}]}');
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
INSERT INTO "route_plan" VALUES('01a204702f7179bbaafe9b315f9c7ff8','01a204703275757aadd18b0cf3b80f48',1,'2026-06-18T18:00:00.000000+00:00','{"plan_id":"01a20470-3275-757a-add1-8b0cf3b80f48","cycle_id":"01a20470-2f71-79bb-aafe-9b315f9c7ff8","version":1,"routes":[{"route_id":"01a20470-2f71-73f7-a69b-2ef36ad61104","number":1,"code":"7500010010","van":"V1","departs_at":"2026-06-18T21:10:00Z","returns_at":"2026-06-19T01:10:00Z","metres":40000,"stops":[{"wave_id":"01a20470-2f71-7183-8f59-52418929a268","pickup_point":"P001","arrives_at":"2026-06-18T21:30:00Z","leaves_at":"2026-06-18T21:35:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000},{"wave_id":"01a20470-2f71-7c33-b9d1-30802434b214","pickup_point":"P002","arrives_at":"2026-06-18T21:50:00Z","leaves_at":"2026-06-18T21:55:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a20470-2f71-74d2-b07f-b9e1a03509d3","pickup_point":"P003","arrives_at":"2026-06-18T22:10:00Z","leaves_at":"2026-06-18T22:15:00Z","metres_before":4000,"weight_g":16000,"volume_ml":60000}]},{"route_id":"01a20470-2f71-7408-853f-3ee3762e2a6e","number":2,"code":"7500010027","van":"V2","departs_at":"2026-06-18T21:20:00Z","returns_at":"2026-06-19T01:20:00Z","metres":40000,"stops":[{"wave_id":"01a20470-2f71-7e55-9a0b-053ab901f971","pickup_point":"P004","arrives_at":"2026-06-18T21:40:00Z","leaves_at":"2026-06-18T21:45:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000},{"wave_id":"01a20470-2f71-7b07-b48d-fb3440f0ad5c","pickup_point":"P005","arrives_at":"2026-06-18T22:00:00Z","leaves_at":"2026-06-18T22:05:00Z","metres_before":4000,"weight_g":8000,"volume_ml":30000}]}],"unserved":[]}');
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
INSERT INTO "stop" VALUES('01a204702f7171838f5952418929a268','01a204702f7179bbaafe9b315f9c7ff8','P001',1,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a20470-2f71-7183-8f59-52418929a268","number":1,"cycle_id":"01a20470-2f71-79bb-aafe-9b315f9c7ff8","cycle_name":"6月18日 晚","pickup_point":{"code":"P001","name":"1号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":8,"pieces":24,"weight_g":16000,"volume_ml":60000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a20470-2f71-7974-b5ff-41055e8612d6","sscc":"095200010000001017","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true},{"crate_id":"01a20470-2f71-7f0a-aede-92a8997c655e","sscc":"095200010000001024","number":2,"zone":"frozen","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a204702f717c33b9d130802434b214','01a204702f7179bbaafe9b315f9c7ff8','P002',2,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a20470-2f71-7c33-b9d1-30802434b214","number":2,"cycle_id":"01a20470-2f71-79bb-aafe-9b315f9c7ff8","cycle_name":"6月18日 晚","pickup_point":{"code":"P002","name":"2号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a20470-2f71-7cb3-afa7-058cfa5c78a2","sscc":"095200010000002014","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a204702f7174d2b07fb9e1a03509d3','01a204702f7179bbaafe9b315f9c7ff8','P003',3,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a20470-2f71-74d2-b07f-b9e1a03509d3","number":3,"cycle_id":"01a20470-2f71-79bb-aafe-9b315f9c7ff8","cycle_name":"6月18日 晚","pickup_point":{"code":"P003","name":"3号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":8,"pieces":24,"weight_g":16000,"volume_ml":60000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a20470-2f71-79c1-8bb0-7511b8c26896","sscc":"095200010000003011","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true},{"crate_id":"01a20470-2f71-7413-95c0-0fcc8167e636","sscc":"095200010000003028","number":2,"zone":"frozen","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a204702f717e559a0b053ab901f971','01a204702f7179bbaafe9b315f9c7ff8','P004',4,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a20470-2f71-7e55-9a0b-053ab901f971","number":4,"cycle_id":"01a20470-2f71-79bb-aafe-9b315f9c7ff8","cycle_name":"6月18日 晚","pickup_point":{"code":"P004","name":"4号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a20470-2f71-7552-a1f5-5de24267544c","sscc":"095200010000004018","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
INSERT INTO "stop" VALUES('01a204702f717b07b48dfb3440f0ad5c','01a204702f7179bbaafe9b315f9c7ff8','P005',5,'packed','2026-06-18T18:00:00.000000+00:00','{"wave_id":"01a20470-2f71-7b07-b48d-fb3440f0ad5c","number":5,"cycle_id":"01a20470-2f71-79bb-aafe-9b315f9c7ff8","cycle_name":"6月18日 晚","pickup_point":{"code":"P005","name":"5号店","warehouse":"W1","address":"","phone":"","contact":"","latitude":null,"longitude":null,"datum":"WGS-84","receive_from":null,"receive_until":null,"service_s":300,"most_crates":0,"active":true,"route":null},"orders":4,"pieces":12,"weight_g":8000,"volume_ml":30000,"zones":["ambient","chilled","frozen"],"state":"packed","crates":[{"crate_id":"01a20470-2f71-7aa4-8010-6b41241761af","sscc":"095200010000005015","number":1,"zone":"chilled","pieces":12,"weight_g":8000,"closed":true}],"cut_off_at":null}');
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
INSERT INTO "stop_crate" VALUES('01a204702f717974b5ff41055e8612d6','01a204702f7171838f5952418929a268','095200010000001017',1,'chilled',8000,1,NULL,'unloaded','2026-06-18T18:00:20.000000+00:00','月台 1');
INSERT INTO "stop_crate" VALUES('01a204702f717f0aaede92a8997c655e','01a204702f7171838f5952418929a268','095200010000001024',2,'frozen',8000,1,NULL,NULL,NULL,'');
INSERT INTO "stop_crate" VALUES('01a204702f717cb3afa7058cfa5c78a2','01a204702f717c33b9d130802434b214','095200010000002014',1,'chilled',8000,1,'01a204702f7173f7a69b2ef36ad61104','loaded','2026-06-18T18:00:18.000000+00:00','月台 1');
INSERT INTO "stop_crate" VALUES('01a204702f7179c18bb07511b8c26896','01a204702f7174d2b07fb9e1a03509d3','095200010000003011',1,'chilled',8000,1,'01a204702f7173f7a69b2ef36ad61104','loaded','2026-06-18T18:00:14.000000+00:00','月台 1');
INSERT INTO "stop_crate" VALUES('01a204702f71741395c00fcc8167e636','01a204702f7174d2b07fb9e1a03509d3','095200010000003028',2,'frozen',8000,1,'01a204702f7173f7a69b2ef36ad61104','loaded','2026-06-18T18:00:16.000000+00:00','月台 1');
INSERT INTO "stop_crate" VALUES('01a204702f717552a1f55de24267544c','01a204702f717e559a0b053ab901f971','095200010000004018',1,'chilled',8000,1,NULL,NULL,NULL,'');
INSERT INTO "stop_crate" VALUES('01a204702f717aa480106b41241761af','01a204702f717b07b48dfb3440f0ad5c','095200010000005015',1,'chilled',8000,1,'01a204702f717408853f3ee3762e2a6e','loaded','2026-06-18T18:00:04.000000+00:00','月台 1');
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
CREATE INDEX ix_print_job_crate_id ON print_job (crate_id);
CREATE INDEX ix_print_job_state ON print_job (state);
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
COMMIT;
