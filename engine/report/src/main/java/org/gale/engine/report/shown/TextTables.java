package org.gale.engine.report.shown;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import com.fasterxml.jackson.databind.JsonNode;

/** Reader of the tables of a text whose columns have headings, by an own table of headings. Used once. */
final class TextTables
{
    private static final String CELL =
        "(-?[0-9][0-9,]*(?:\\.[0-9]+)?(?: %| of [0-9][0-9,]*)?|-)";
    private static final Pattern GAP = Pattern.compile(" {2,}");
    private static final String INDENT = "  ";
    private static final Map<String, String> ACCOUNT = Map.of("VMs", "/vms", "carried in", "/accounting/carried_in",
        "offered", "/accounting/offered", "delivered", "/accounting/delivered", "coalesced", "/accounting/coalesced",
        "rejected", "/accounting/rejected", "pending", "/accounting/pending", "held", "/accounting/held",
        "remainder", "/accounting/remainder");
    private static final Map<String, String> TIMES = Map.of("p50", "/p50", "p90", "/p90", "p99", "/p99",
        "p99.9", "/p99_9", "p99.99", "/p99_99", "max", "/max");
    private static final Map<String, String> DEVICES = Map.of("completions", "/completions", "interrupts",
        "/interrupts", "completions/s", "/completions_per_s", "interrupts/s", "/interrupts_per_s", "deferred, ns",
        "/deferred_ns/mean");
    private static final String LATENCY = "/latency_ns";
    private static final String GROUPS = "/groups";
    private static final String PHASES = "/phases";
    private static final String SENDER_WAIT = "sender wait";
    private static final String BEFORE = "before";
    private static final String SAMPLES = "samples";
    private static final String NAME = "name";
    private static final double HALF = 0.5;
    private static final double RATIO_ERROR = 1e-9;

    private final ShownFacts facts;
    private final List<String> parts = new ArrayList<>();
    private final Map<String, Integer> next = new HashMap<>();
    private List<String> columns = List.of();
    private Pattern row;
    private Row reader;

    TextTables(final ShownFacts facts)
    {
        this.facts = facts;
        for (final String several : List.of(GROUPS, PHASES))
        {
            for (int i = 0; i < facts.at(several).size(); i++)
            {
                parts.add(several + '/' + i);
            }
        }
    }

    /** Reader of a row. */
    private interface Row
    {
        void read(String name, List<String> cells);
    }

    /** Reads a line as the heading of a table, or as a row of the one before it; returns whether it is one. */
    boolean read(final String line)
    {
        final Matcher matcher = row == null ? null : row.matcher(line);
        if (matcher != null && matcher.matches())
        {
            final List<String> cells = new ArrayList<>();
            for (int i = 2; i <= matcher.groupCount(); i++)
            {
                cells.add(matcher.group(i));
            }
            reader.read(matcher.group(1), cells);

            return true;
        }
        row = null;

        return begin(line);
    }

    /** Says which rows are missing. */
    void end()
    {
        isShown(PHASES);
        if (facts.hasGroups())
        {
            isShown(GROUPS);
        }
        facts.each("/pe_time_ns");
        facts.each("/off_pe_ns");
        for (int i = 0; i < facts.at(GROUPS).size(); i++)
        {
            final String group = GROUPS + '/' + i;
            DEVICES.values().forEach(figure -> facts.one(group + figure));
        }
        if (!facts.at("/config/latency").asText().equals("off"))
        {
            latencies();
            List.of("response", "request").forEach(
                latency -> skipped(parts.subList(next.getOrDefault(latency, 0), parts.size()), latency));
        }
    }

    private boolean begin(final String line)
    {
        final List<String> heading = Arrays.asList(GAP.split(line.strip()));
        columns = heading.subList(1, heading.size());
        if (line.equals("off PEs"))
        {
            columns = List.of("ns", "share");
            begin((name, cells) -> facts.number("off PEs, " + name.strip(), cells.get(0),
                "/off_pe_ns" + ShownFacts.step(name.strip())));
            return true;
        }
        if (line.startsWith("group ") && columns.contains("VMs"))
        {
            begin(accounts(GROUPS));
        }
        else if (line.startsWith("phase ") && columns.contains("carried in"))
        {
            begin(accounts(PHASES));
        }
        else if (line.startsWith("latency, ns") && (columns.contains("p50") || columns.contains(SAMPLES)))
        {
            begin(this::latency);
        }
        else if (columns.contains(SAMPLES) && line.contains(", ns "))
        {
            parts(line.substring(0, line.indexOf(',')));
        }
        else if (line.startsWith("PE time"))
        {
            begin(this::peTime);
        }
        else if (line.startsWith("devices ") && columns.contains("ratio"))
        {
            begin(this::devices);
        }

        return row != null;
    }

    private void begin(final Row rows)
    {
        row = Pattern.compile("( {0,2}\\S.*?)" + columns.stream().map(column -> " +" + CELL)
            .collect(Collectors.joining()));
        reader = rows;
    }

    private void number(final String table, final String name, final int column, final String cell,
        final String pointer)
    {
        facts.number(table + ' ' + name.strip() + ", " + columns.get(column), cell, pointer);
    }

    /** Reads the account of each part in turn. */
    private Row accounts(final String parts)
    {
        final int[] index = {0};

        return (name, cells) ->
        {
            final String part = parts + '/' + index[0]++;
            facts.word(parts.substring(1), name.strip(), part + "/name");
            for (int i = 0; i < cells.size(); i++)
            {
                if (ACCOUNT.containsKey(columns.get(i)))
                {
                    number("account of", name, i, cells.get(i), part + ACCOUNT.get(columns.get(i)));
                }
            }
        };
    }

    private void isShown(final String several)
    {
        for (int i = 0; i < facts.at(several).size(); i++)
        {
            facts.one(several + '/' + i + "/accounting/offered");
        }
    }

    private void latency(final String name, final List<String> cells)
    {
        final String own = ShownFacts.step(name.strip());
        final String group = name.startsWith(SENDER_WAIT + ' ') ?
            facts.group(name.substring(SENDER_WAIT.length() + 1)) : facts.group(firstWithWait());
        final String times = name.startsWith(SENDER_WAIT) ? group + LATENCY + "/sender_wait" :
            !name.startsWith(INDENT) ? LATENCY + own :
            facts.at(LATENCY + "/routes" + own).isObject() ? LATENCY + "/routes" + own : LATENCY + "/stages" + own;
        for (int i = 0; i < cells.size(); i++)
        {
            number("latency", name, i, cells.get(i), times + (columns.get(i).equals(SAMPLES) ? "/count" :
                TIMES.getOrDefault(columns.get(i), "/none")));
        }
    }

    private String firstWithWait()
    {
        for (final JsonNode group : facts.at(GROUPS))
        {
            if (group.at(LATENCY + "/sender_wait").isObject())
            {
                return group.path(NAME).asText();
            }
        }

        return "";
    }

    private void latencies()
    {
        all(LATENCY + "/response");
        all(LATENCY + "/service");
        all(LATENCY + "/request");
        for (final String several : List.of("/routes", "/stages"))
        {
            facts.at(LATENCY + several).properties().forEach(
                one -> all(LATENCY + several + ShownFacts.step(one.getKey())));
        }
        for (int i = 0; i < facts.at(GROUPS).size(); i++)
        {
            all(GROUPS + '/' + i + LATENCY + "/sender_wait");
        }
    }

    private void all(final String times)
    {
        TIMES.values().forEach(time -> facts.one(times + time));
        facts.one(times + "/count");
    }

    /** Reads a latency of parts: groups, then phases, each in turn; those that have no such latency have no row. */
    private void parts(final String latency)
    {
        begin((name, cells) ->
        {
            final int first = next.getOrDefault(latency, 0);
            int part = first;
            while (part < parts.size() && !isOf(parts.get(part), name.strip(), latency))
            {
                part++;
            }
            skipped(parts.subList(first, part), latency);
            next.put(latency, Math.min(parts.size(), part + 1));
            final String times = part < parts.size() ? parts.get(part) + LATENCY + '/' + latency : "/none/none";
            for (int i = 0; i < cells.size(); i++)
            {
                final String[] samples = cells.get(i).split(" of ", 2);
                number(latency + " of", name, i, samples[0], times + TIMES.getOrDefault(columns.get(i), "/count"));
                if (samples.length > 1)
                {
                    number(latency + " of", name, i, samples[1], parent(times) + "/delivered");
                }
            }
        });
    }

    private static String parent(final String pointer)
    {
        return pointer.substring(0, pointer.lastIndexOf('/'));
    }

    private boolean isOf(final String part, final String name, final String latency)
    {
        return facts.at(part + "/name").asText().equals(name) && facts.at(part + LATENCY + '/' + latency).isObject();
    }

    /** Says which parts should have had a row: not the only group, nor the time before the first phase. */
    private void skipped(final List<String> parts, final String latency)
    {
        for (final String part : parts)
        {
            if (part.startsWith(PHASES) ? !facts.at(part + "/name").asText().equals(BEFORE) :
                facts.hasGroups() && facts.at(part + "/vms").asLong() > 0)
            {
                facts.one(part + LATENCY + '/' + latency + "/count");
            }
        }
    }

    private void peTime(final String name, final List<String> cells)
    {
        final String pointer = "/pe_time_ns" + ShownFacts.step(name.strip());
        facts.number("PE time, " + name.strip(), cells.get(0), pointer);
        double all = 0;
        for (final JsonNode ns : facts.at("/pe_time_ns"))
        {
            all += ns.asDouble();
        }
        if (all > 0)
        {
            facts.derived("share of PE time, " + name.strip(), cells.get(1), facts.at(pointer).asDouble() / all,
                RATIO_ERROR, "its part of " + (long)all + " ns");
        }
    }

    private void devices(final String name, final List<String> cells)
    {
        final String group = facts.group(name.strip());
        for (int i = 0; i < cells.size(); i++)
        {
            final String cell = cells.get(i);
            final String pointer = group + DEVICES.getOrDefault(columns.get(i), "/none");
            final double completions = facts.at(group + "/completions").asDouble();
            if (columns.get(i).equals("ratio") && completions > 0)
            {
                facts.derived("devices of " + name.strip() + ", ratio", cell,
                    facts.at(group + "/interrupts").asDouble() / completions, RATIO_ERROR,
                    "interrupts of a completion");
            }
            else if (pointer.endsWith("/mean") && facts.at(pointer).isNumber() && !cell.equals("-"))
            {
                facts.derived("devices of " + name.strip() + ", " + columns.get(i), cell,
                    facts.at(pointer).asDouble(), HALF, pointer);
                facts.shown(pointer);
            }
            else if (DEVICES.containsKey(columns.get(i)))
            {
                number("devices of", name, i, cell, pointer);
            }
        }
    }
}
