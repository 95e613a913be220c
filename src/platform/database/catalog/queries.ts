import { APP_ROLE, GATE_ROLE } from '../setup/roles.js';

/*
 * What stands in our schemas and decides who may see and do what, as pairs of a name and a text. Two databases of one
 * release give the same pairs, whoever owns them and however many quarters the ledger has.
 */

/** Names that the queries share: our schemas, our roles, who owns, what an extension brought. */
const names = `
  with ours as (select oid, nspname, nspowner, nspacl from pg_namespace where nspname in ('public', 'pgboss')),
       owner as (select relowner as oid from pg_class where oid = 'public.schema_migrations'::regclass),
       who as (select 0::oid as oid, 'everybody' as name, true as is_ours
               union all select r.oid, case when r.oid = owner.oid then 'the owner' else r.rolname end,
                                r.rolname in ('${APP_ROLE}', '${GATE_ROLE}') or r.oid = owner.oid
                           from pg_roles r, owner),
       brought as (select classid, objid from pg_depend where deptype = 'e'),
       thing as (
         select c.*, case when n.nspname = 'public' then '' else n.nspname || '.' end
                  || regexp_replace(c.relname, '^(ledger_lines_)\\d{4}q[1-4]$', '\\1{quarter}') as name,
                case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'view' when 'f' then 'foreign table'
                               else 'table' end as kind
           from pg_class c join ours n on n.oid = c.relnamespace
          where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
            and not exists (select from brought b where b.classid = 'pg_class'::regclass and b.objid = c.oid)),
       routine as (
         select p.*, case when n.nspname = 'public' then '' else n.nspname || '.' end || p.proname
                  || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name
           from pg_proc p join ours n on n.oid = p.pronamespace
          where not exists (select from brought b where b.classid = 'pg_proc'::regclass and b.objid = p.oid)),
       rights as (
         select t.kind || ' ' || t.name as on_what, a.* from thing t, aclexplode(t.relacl) a
         union all select 'column ' || t.name || '.' || c.attname, a.* from thing t
                     join pg_attribute c on c.attrelid = t.oid and c.attacl is not null, aclexplode(c.attacl) a
         union all select 'function ' || f.name, a.* from routine f, aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a
         union all select 'schema ' || n.nspname, a.* from ours n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a)`;

const roleList = `(select oid from pg_roles where rolname in ('${APP_ROLE}', '${GATE_ROLE}'))`;

export const catalog: readonly string[] = [
  `select 'owner of ' || t.kind || ' ' || t.name as name, w.name as text from thing t join who w on w.oid = t.relowner
   union all select 'owner of function ' || f.name, w.name from routine f join who w on w.oid = f.proowner
   union all select 'owner of schema ' || n.nspname, w.name from ours n join who w on w.oid = n.nspowner
     where w.is_ours and w.name <> 'the owner'`,
  `select 'row security of table ' || t.name as name,
          case when not t.relrowsecurity then 'off' when t.relforcerowsecurity then 'on and forced' else 'on but not forced' end as text
     from thing t where t.relkind in ('r', 'p')`,
  `select 'view ' || t.name as name, concat_ws(' ', array_to_string(t.reloptions, ', '), pg_get_viewdef(t.oid)) as text
     from thing t where t.relkind in ('v', 'm')
   union all select 'foreign table ' || t.name, 'foreign' from thing t where t.relkind = 'f'`,
  `select 'rights of ' || w.name || ' on ' || r.on_what as name,
          string_agg(distinct lower(r.privilege_type) || case when r.is_grantable then ' with grant option' else '' end, ', '
                     order by lower(r.privilege_type) || case when r.is_grantable then ' with grant option' else '' end) as text
     from rights r join who w on w.oid = r.grantee where w.is_ours and w.name <> 'the owner' group by 1`,
  `select 'policy ' || p.polname || ' of table ' || t.name as name,
          concat_ws(' ', case when p.polpermissive then 'permits' else 'restricts' end, p.polcmd::text,
            'to', (select string_agg(w.name, ', ' order by w.name) from who w where w.oid = any(p.polroles)),
            'using (' || pg_get_expr(p.polqual, p.polrelid) || ')', 'with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') as text
     from pg_policy p join thing t on t.oid = p.polrelid`,
  `select 'trigger ' || g.tgname || ' of table ' || t.name as name,
          'enabled ' || g.tgenabled::text || ': ' || regexp_replace(pg_get_triggerdef(g.oid), '(ledger_lines_)\\d{4}q[1-4]', '\\1{quarter}', 'g') as text
     from pg_trigger g join thing t on t.oid = g.tgrelid where not g.tgisinternal
   union all select 'checks of foreign keys of table ' || t.name, 'switched off'
     from pg_trigger g join thing t on t.oid = g.tgrelid where g.tgisinternal and g.tgenabled <> 'O'
   union all select 'rule ' || r.rulename || ' of table ' || t.name, pg_get_ruledef(r.oid)
     from pg_rewrite r join thing t on t.oid = r.ev_class where r.rulename <> '_RETURN'`,
  `select 'function ' || f.name as name,
          concat_ws(', ', l.lanname, case f.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
            case when f.prosecdef then 'as its owner' else 'as who calls it' end,
            'returns ' || pg_get_function_result(f.oid), array_to_string(f.proconfig, ', '),
            'text ' || left(encode(sha256(convert_to(coalesce(f.prosrc, '') || coalesce(f.probin, '') ||
              coalesce(pg_get_function_sqlbody(f.oid), ''), 'UTF8')), 'hex'), 16)) as text
     from routine f join pg_language l on l.oid = f.prolang`,
  `select 'constraint ' || k.conname || ' of table ' || t.name as name,
          pg_get_constraintdef(k.oid) || case when k.convalidated then '' else ', never checked' end as text
     from pg_constraint k join thing t on t.oid = k.conrelid where k.contype in ('c', 'f', 'p', 'u', 'x') and k.conparentid = 0 and not t.relispartition`,
  `select 'operator ' || n.nspname || '.' || o.oprname as name, o.oid::regoperator::text as text
     from pg_operator o join ours n on n.oid = o.oprnamespace
    where not exists (select from brought b where b.classid = 'pg_operator'::regclass and b.objid = o.oid)
   union all select 'table ' || p.relname || ' under table ' || t.name, 'holds rows of it'
     from pg_inherits i join thing t on t.oid = i.inhparent join pg_class p on p.oid = i.inhrelid
    where p.oid not in (select oid from thing)`,
  `select 'role ' || r.rolname as name, concat_ws(', ', case when r.rolcanlogin then 'signs in' else 'does not sign in' end,
            case when r.rolsuper then 'is a superuser' end, case when r.rolbypassrls then 'passes row security' end,
            case when r.rolcreaterole then 'may make roles' end, case when r.rolcreatedb then 'may make databases' end,
            case when r.rolreplication then 'may replicate' end) as text
     from pg_roles r where r.oid in ${roleList}
   union all select 'membership of ' || w.name || ' in ' || coalesce(g.name, m.roleid::regrole::text), 'member'
     from pg_auth_members m join who w on w.oid = m.member left join who g on g.oid = m.roleid where m.member in ${roleList}`,
  `select 'setting ' || split_part(s.entry, '=', 1) || ' of ' || coalesce(w.name, 'the database') as name,
          substr(s.entry, strpos(s.entry, '=') + 1) as text
     from (select setdatabase, setrole, unnest(setconfig) as entry from pg_db_role_setting) s
     left join who w on w.oid = s.setrole and s.setrole <> 0
    where s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
      and (s.setrole in ${roleList}
           or s.setrole = 0 and split_part(s.entry, '=', 1) in ('search_path', 'row_security', 'role', 'session_replication_role',
              'session_preload_libraries', 'local_preload_libraries', 'default_tablespace', 'check_function_bodies'))`,
  `select 'rights that ' || w.name || ' gets on whatever ' || coalesce(o.name, 'others') || ' make' as name,
          string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as text
     from pg_default_acl d left join who o on o.oid = d.defaclrole, aclexplode(d.defaclacl) a join who w on w.oid = a.grantee
    where w.is_ours and w.name <> 'the owner' and d.defaclnamespace in (0, (select oid from ours where nspname = 'public'),
          (select oid from ours where nspname = 'pgboss')) group by 1`,
].map((query) => `${names} ${query}`);

/** Roles that are none of ours, and what they may here. A backup or the provider may have some. */
export const strangers = `${names}
  select w.name as role, 'has rights on ' || min(r.on_what) ||
         case when count(distinct r.on_what) > 1 then ' and ' || count(distinct r.on_what) - 1 || ' more' else '' end as what
    from rights r join who w on w.oid = r.grantee where not w.is_ours and w.name not like 'pg\\_%' group by 1
  union all select m.member::regrole::text, 'is a member of ' || m.roleid::regrole
    from pg_auth_members m, owner
   where (m.roleid in ${roleList} or m.roleid = owner.oid) and m.member <> owner.oid and m.member not in ${roleList}
   order by 1, 2`;
