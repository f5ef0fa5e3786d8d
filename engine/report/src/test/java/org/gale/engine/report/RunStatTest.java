package org.gale.engine.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.counters.CountersFile;
import org.gale.engine.counters.RunCounter;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Counters of runs as text and JSON, with rates from one table to the next. */
class RunStatTest
{
    private static final long SECOND = 1_000_000_000L;
    private static final int RATE_COLUMN = 4;

    private final RunStat stat = new RunStat();

    @Test
    void shouldGiveTheRateSinceTheLastTableOfTheSameRun()
    {
        assertEquals("2.0 M/s", rate(run("a", 1, 2_000_000)));
        assertEquals("3.0 M/s", rate(run("a", 2, 5_000_000)));
        assertEquals("1.0 M/s", rate(run("a", 4, 7_000_000)));
        assertEquals("0 /s", rate(run("a", 4, 7_000_000)));
        assertEquals("4.0 M/s", rate(run("b", 2, 8_000_000)));
        assertEquals("500.0 k/s", rate(run("a", 6, 8_000_000)));
    }

    @Test
    void shouldShowTheShareOfTheLane()
    {
        assertTrue(
            table(run("a", 1, 1, RunCounter.LANE_WORDS, 3, RunCounter.LANE_CAPACITY_WORDS, 4)).contains(" 75 %"));
        assertTrue(
            table(run("a", 1, 1, RunCounter.LANE_WORDS, 0, RunCounter.LANE_CAPACITY_WORDS, 0)).contains(" 0 %"));
        assertTrue(table(run("a", 1, 1, RunCounter.PENDING, 1_234, RunCounter.JOURNAL_BYTES, 7 << 20))
            .contains("1,234   0 %        7 MiB  alive"));
    }

    @Test
    void shouldShowErrorsInTextAndJson() throws IOException
    {
        final CountersFile run = new CountersFile(Path.of("a"), false, 7, 99, "p", "j", counters(1, 1),
            List.of(new CountersFile.DistinctError(3, 11, 12, "broken")));
        final StringWriter text = new StringWriter();
        RunStat.json(List.of(run), text);

        final JsonNode json = new ObjectMapper().readTree(text.toString()).at("/runs/0");

        assertEquals(7, json.get("pid").asLong());
        assertEquals(99, json.get("began_ms").asLong());
        assertFalse(json.get("alive").asBoolean());
        assertEquals("p", json.get("profile").asText());
        assertEquals("j", json.get("journal").asText());
        assertEquals("{\"count\":3,\"first_ms\":11,\"last_ms\":12,\"text\":\"broken\"}",
            json.at("/errors/0").toString());
        assertTrue(table(run).endsWith("died\n          3 \u00d7 broken\n"), table(run));
    }

    /** Shows a storm before its engines, and gives metrics of its engines alone, which a collector adds. */
    @Test
    void shouldHaveARowForAStormOfSeveralEnginesAndOneForEach() throws IOException
    {
        final List<CountersFile> runs = List.of(run("6", 1, 1), engine("7", 7, 0, "/j", 2, 5_000_000),
            engine("7-2", 7, 1, "/j", 3, 1_000_000), engine("7-3", 7, 0, "/k", 1, 7), engine("8", 8, 0, "/j", 1, 9));
        final StringWriter out = new StringWriter();
        stat.table(runs, new PrintWriter(out));

        assertEquals(List.of("7 default 1.0 s 1 /s 1", "7 default 3.0 s 2.0 M/s 6,000,000",
            "7 default engine-000 2.0 s 2.5 M/s 5,000,000", "7 default engine-001 3.0 s 333.3 k/s 1,000,000",
            "7 default engine-000 1.0 s 7 /s 7", "8 default engine-000 1.0 s 9 /s 9"),
            out.toString().lines().skip(1).map(line -> line.trim().replaceAll(" +", " ")
            .replaceFirst(" 0 0 % 0 MiB alive", "")).toList());
        final StringWriter text = new StringWriter();
        RunStat.openMetrics(runs.subList(1, 2), new PrintWriter(text));
        assertTrue(text.toString().contains(
            "gale_delivered_total{pid=\"7\",profile=\"default\",journal=\"/j/engine-000\",engine=\"0\"} 5000000\n"),
            text.toString());
        final StringWriter json = new StringWriter();
        RunStat.json(runs, json);
        final JsonNode read = new ObjectMapper().readTree(json.toString()).get("runs");
        assertEquals(5, read.size());
        assertEquals(1, read.get(2).get("engine").asInt());
        assertEquals("default", read.get(2).get("profile").asText());
        assertFalse(read.get(0).has("engine"));
    }

    private static CountersFile engine(final String name, final long pid, final int engine, final String journal,
        final long seconds, final long delivered)
    {
        return new CountersFile(Path.of(name), true, pid, 0, "default engine-00" + engine,
            journal + "/engine-00" + engine, counters(seconds, delivered), List.of());
    }

    /** Names the runs of a process beyond the first one by their numbers, and gives the kind of each counter. */
    @Test
    void shouldWriteAMetricForEachRun()
    {
        final StringWriter text = new StringWriter();
        RunStat.openMetrics(List.of(run("7", 1, 5), run("7-2", 1, 6)), new PrintWriter(text));

        final List<String> lines = text.toString().lines().toList();
        final int at = lines.indexOf("# TYPE gale_delivered counter");
        assertEquals("# HELP gale_delivered Interrupts that guests acknowledged.", lines.get(at + 1));
        assertEquals("gale_delivered_total{pid=\"7\",profile=\"default\",journal=\"\"} 5", lines.get(at + 2));
        assertEquals(
            "gale_delivered_total{pid=\"7\",profile=\"default\",journal=\"\",storm=\"2\"} 6", lines.get(at + 3));
        assertTrue(lines.contains("# TYPE gale_pending gauge"), text.toString());
        assertTrue(lines.contains("gale_alive{pid=\"7\",profile=\"default\",journal=\"\"} 1"), text.toString());
    }

    @Test
    void shouldWriteAllMetricsAndTheEnd()
    {
        final StringWriter text = new StringWriter();
        final CountersFile died =
            new CountersFile(Path.of("a"), false, 7, 99, "p\"q", "j\\k", counters(1, 1), List.of());
        RunStat.openMetrics(List.of(died), new PrintWriter(new BufferedWriter(text, 1 << 16)));

        assertTrue(text.toString().endsWith("""
            # TYPE gale_alive gauge
            # HELP gale_alive 1 while the process of the run lives.
            gale_alive{pid="7",profile="p\\"q",journal="j\\\\k"} 0
            # EOF
            """), text.toString());
    }

    @Test
    void shouldWriteAllCountersInJsonAndFlushEachForm() throws IOException
    {
        final StringWriter text = new StringWriter();
        final StringWriter table = new StringWriter();
        final CountersFile run = run("a", 1, 5);
        RunStat.json(List.of(run), new BufferedWriter(text, 1 << 16));
        stat.table(List.of(run), new PrintWriter(new BufferedWriter(table, 1 << 16)));

        final JsonNode json = new ObjectMapper().readTree(text.toString());
        assertTrue(text.toString().endsWith("}\n"), text.toString());
        assertEquals("gale.stat/1", json.get("schema").asText());
        assertEquals(RunCounter.ALL.size(), json.at("/runs/0/counters").size());
        assertEquals(5, json.at("/runs/0/counters").get(RunCounter.DELIVERED.label()).asLong());
        assertTrue(table.toString().endsWith("alive\n"), table.toString());
    }

    private String rate(final CountersFile run)
    {
        final String[] words = table(run).lines().toList().get(1).trim().split(" {2,}", -1);

        return words[RATE_COLUMN - 1];
    }

    private String table(final CountersFile run)
    {
        final StringWriter out = new StringWriter();
        stat.table(List.of(run), new PrintWriter(out));

        return out.toString();
    }

    private static CountersFile run(final String name, final long seconds, final long delivered, final Object... more)
    {
        final Map<RunCounter, Long> counters = counters(seconds, delivered);
        for (int i = 0; i < more.length; i += 2)
        {
            counters.put((RunCounter)more[i], ((Number)more[i + 1]).longValue());
        }

        return new CountersFile(Path.of(name), true, 7, 0, "default", "", counters, List.of());
    }

    private static Map<RunCounter, Long> counters(final long seconds, final long delivered)
    {
        final Map<RunCounter, Long> counters = new EnumMap<>(RunCounter.class);
        RunCounter.ALL.forEach(counter -> counters.put(counter, 0L));
        counters.put(RunCounter.ELAPSED_NS, seconds * SECOND);
        counters.put(RunCounter.DELIVERED, delivered);

        return counters;
    }
}
