package org.gale.tests.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests that the report of a storm on the virtual clock has the same bytes in all forms for any number of engines, but
 * for its host.
 */
class EqualEnginesTest
{
    private static final int PARTITIONS = 8;
    private static final List<Integer> ENGINES = List.of(3, 8);

    @TempDir
    private Path directory;
    @TempDir
    private Path shares;

    @ParameterizedTest
    @CsvSource({"gicv5, 40, 41", "kvm, 1041, 1042", "gicv4, 2040, 2041"})
    void shouldReportTheSameBytesForAnyNumberOfEngines(final String kind, final long from, final long to)
        throws IOException
    {
        judge(kind, from, to);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"gicv5, 50000, 50020", "kvm, 60000, 60020", "gicv4, 70000, 70020"})
    void shouldReportTheSameBytesForManyStorms(final String kind, final long from, final long to) throws IOException
    {
        judge(kind, from, to);
    }

    @ParameterizedTest
    @CsvSource({"gicv5, 80000, 2us", "kvm, 80100, 8us", "gicv4, 80200, 8us"})
    void shouldEndAtTheSameHitForAnyNumberOfEngines(final String kind, final long seed, final String limit)
        throws IOException
    {
        final ObjectNode job = job(kind, seed).put("latency", "all").put("warmup", "0");
        final Map<String, String> forms = judge(job, "--stop-if", "response > " + limit);
        final JsonNode report = new ObjectMapper().readTree(forms.get("json") + "\n\"host\":0}");
        final long hitNs = report.at("/stopped/outlier/at_ns").asLong();

        assertEquals("stop-if", report.get("drained_reason").asText());
        assertTrue(hitNs > 0, report::toString);
        final List<String> rows = forms.get("samples").lines().filter(row -> !row.startsWith("#")).toList();
        final List<String> columns = List.of(rows.get(0).split(",", -1));
        for (final String row : rows.subList(1, rows.size()))
        {
            final String[] cells = row.split(",", -1);
            final long intendedNs = Long.parseLong(cells[columns.indexOf("at_ns")]) -
                Long.parseLong(cells[columns.indexOf("response_ns")]);
            assertTrue(intendedNs <= hitNs, row);                   // all partitions end where the first hit is
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "nvme"})
    void shouldReportTheSameBytesOfAProfileWithAnOrderByGroups(final String profile) throws IOException
    {
        final String[] more = {"--clock", "virtual", "--count", "2k", "--latency", "all", "--set", "order=group"};

        assertEquals(GaleStorm.forms(profile, directory, 0, more), GaleStorm.forms(profile, directory, 3, more));
    }

    @Tag("T-ITS-2")
    @ParameterizedTest
    @ValueSource(strings = {"fixed", "down"})
    void shouldReportTheSameBytesOfABoard(final String link) throws IOException
    {
        final String[] more = {"--clock", "virtual", "--count", "2k", "--latency", "all", "--set", "order=group",
            "-C", "irss=3", "-C", "itss=4", "-C", "link=" + link, "-C", "iaffids=0-31,300-331",
            "-C", "irs.pes=0-3,40-63", "-C", "irs.1.pes=none", "-C", "irs.2.pes=4-39"};

        final Map<String, String> expected = GaleStorm.forms("default", directory, 0, more);
        assertEquals(expected, GaleStorm.forms("default", directory, 2, more));
        assertEquals(expected, GaleStorm.forms("default", directory, 5, more));
    }

    private void judge(final String kind, final long from, final long to) throws IOException
    {
        for (long seed = from; seed < to; seed++)
        {
            judge(job(kind, seed));
        }
    }

    /** Compares the forms of a job by some engines with those without the option, and returns these. */
    private Map<String, String> judge(final ObjectNode job, final String... more) throws IOException
    {
        final Map<String, String> expected = GaleStorm.forms(job, directory, 0, more);
        for (final int engines : ENGINES)
        {
            final Map<String, String> forms = GaleStorm.forms(job, directory, engines, more);
            assertEquals(expected.keySet(), forms.keySet());
            for (final Map.Entry<String, String> form : forms.entrySet())
            {
                assertEquals(expected.get(form.getKey()), form.getValue(),
                    () -> form.getKey() + " of " + engines + " engines that run " + job);
            }
        }
        if (more.length == 0)
        {
            assertEquals(expected.get("json"), added(job, 3), () -> "3 shares run " + job);
        }

        return expected;
    }

    /** Returns the sum of the reports of shares up to its host. Each other share has two engines. */
    private String added(final ObjectNode job, final int count) throws IOException
    {
        final List<String> words = new ArrayList<>(List.of("report", "add"));
        for (int i = 0; i < count; i++)
        {
            final Path file = shares.resolve(i + ".json");
            Files.writeString(file, GaleStorm.report(job, directory, 1 + i % 2, i + "/" + count));
            words.add(file.toString());
        }
        final Path sum = shares.resolve("sum.json");
        words.addAll(List.of("-o", sum.toString()));
        GaleStorm.gale(words.toArray(new String[0]));

        return GaleStorm.withoutHost(Files.readString(sum));
    }

    /** Returns the job of a seed, or of one behind it, with so many partitions. */
    private static ObjectNode job(final String kind, final long seed)
    {
        ObjectNode job = DrawnJob.of(kind, seed);
        for (long next = seed + 1_000_000; job.path("order").asText().equals("host"); next++)
        {
            job = DrawnJob.of(kind, next);                          // one sequence of events has one engine
        }
        if (job.path("latency").asText().equals("off"))
        {
            job.put("latency", "all");                              // there would be no samples
        }
        ((ObjectNode)job.at("/vms/0")).put("count", PARTITIONS);
        final ObjectNode machine = (ObjectNode)job.get("machine");
        machine.remove("pes");
        if (kind.equals("gicv5"))
        {
            return job;
        }
        final ObjectNode node = machine.putArray("partitions").addObject();
        node.put("name", "node");
        node.put("count", PARTITIONS);
        node.put("pes", 2);
        job.get("vms").forEach(group -> ((ObjectNode)group).put("partition", "node"));
        if (kind.equals("gicv4"))
        {
            ((ObjectNode)machine.get("injection")).put("vpeid-bits", "16").remove("vpeids");
        }

        return job;
    }
}
