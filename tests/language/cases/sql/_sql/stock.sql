create table stock (sku text primary key, qty integer not null, price real);
insert into stock values ('B-1', 1, 10.5);
