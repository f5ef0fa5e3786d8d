package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of shares whose parts contradict themselves, their job or one another: none of them is added. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnsoundSharesTest
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PART = "/host/part";
    private static final String RESULT = PART + "/result";
    private static final String JOB = """
        job: kill
        seed: 5
        clock: virtual
        count: 600
        machine: {kind: kvm, partitions: [{name: n, count: 4, pes: 2}]}
        vms:
        - name: a
          count: 6
          vpes: 2
          partition: n
          devices:
          - {name: nic, count: 1, events: 32, traffic: {kind: open, rate: 40k, arrivals: poisson}}
          - {name: nvme, count: 1, events: 2, traffic: {kind: io, depth: 16}}
        """;
    private static final int SHARES = 2;
    /** Maps and lists that a share need not have, whose numbers are 0 here, or that no sum is made of. */
    private static final List<String> FREE = List.of("/host/part/platform", "/host/part/result/history",
        "/host/part/result/totals/accounting/rows", "/host/part/result/totals/accounting/rejected",
        "/host/part/result/totals/actions", "/host/part/result/model/partitions/taken",
        "/host/part/result/model/off_pe_ns");

    @TempDir
    private static Path directory;

    private final StringWriter err = new StringWriter();
    private final List<JsonNode> shares = new ArrayList<>();

    @BeforeAll
    void run() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("k.yaml"), JOB);
        for (int i = 0; i < SHARES; i++)
        {
            final Path report = directory.resolve("s" + i + ".json");
            assertEquals(ExitCode.OK, GaleRun.of(new StringWriter(), err, "storm", job.toString(), "--share",
                i + "/" + SHARES, "--json", report.toString(), "--quiet", "--journal", "none"), err.toString());
            shares.add(MAPPER.readTree(report.toFile()));
        }
        assertEquals(ExitCode.OK, add(shares), err.toString());
    }

    private int add(final List<JsonNode> reports) throws IOException
    {
        final Path sum = directory.resolve("sum.json");
        final List<String> words = new ArrayList<>(List.of("report", "add", "-o", sum.toString()));
        for (int i = 0; i < reports.size(); i++)
        {
            words.add(Files.writeString(directory.resolve("t" + i + ".json"), reports.get(i).toString()).toString());
        }
        Files.deleteIfExists(sum);
        err.getBuffer().setLength(0);

        return GaleRun.of(new StringWriter(), err, words.toArray(new String[0]));
    }

    private List<JsonNode> copies()
    {
        return new ArrayList<>(shares.stream().<JsonNode>map(JsonNode::deepCopy).toList());
    }

    private void refuses(final List<JsonNode> changed, final String words) throws IOException
    {
        assertEquals(ExitCode.USAGE, add(changed), words + ": " + err);
        assertTrue(err.toString().contains(words), err.toString());
        assertFalse(Files.exists(directory.resolve("sum.json")));
    }

    @Test
    void shouldRefuseAShareThatIsThereTwiceUnderTwoNumbers() throws IOException
    {
        final List<JsonNode> changed = copies();
        changed.set(1, changed.get(0).deepCopy());
        ((ObjectNode)changed.get(1).at(PART + "/share")).put("index", 1);
        refuses(changed, "which is none of its VMs");

        ((ObjectNode)changed.get(1).at("/host")).put("share", "1/2");
        refuses(changed, "which is none of its VMs");
    }

    @Test
    void shouldRefuseTheHistogramOfAnotherShare() throws IOException
    {
        final List<JsonNode> changed = copies();
        ((ObjectNode)changed.get(1).at(RESULT + "/latencies")).set(
            "response", changed.get(0).at(RESULT + "/latencies/response"));

        refuses(changed, "/host/part/result/latencies/response/");
    }

    @ParameterizedTest
    @CsvSource({
        "/totals/sent, sent, 7, P13 broken", "/totals/accounting, delivered, -1, does not balance",
        "/totals/accounting, coalesced, 3, does not balance", "/totals, elapsed_ns, -1000000, elapsed_ns is ",
        "/model/partitions/first/1, number, 2, which is none of its partitions",
        "/model/partitions/first/1, number, -2, each partition is there once",
        "/latencies/outliers/0/outlier, now_ns, 1, /host/part/result/latencies/outliers/0/outlier is ",
        "/totals/devices/0, interrupts, -1000000, less than 0",
        "/model/counts, woken, 1000000, woken and polled is "})
    void shouldNameBothNumbersOfOneThatIsAnother(
        final String record, final String key, final long more, final String words) throws IOException
    {
        final List<JsonNode> changed = copies();
        final ObjectNode part = (ObjectNode)changed.get(1).at(RESULT + record);
        part.put(key, part.get(key).asLong() + more);

        refuses(changed, words);
    }

    @Test
    void shouldRefuseMoreTimeOfPesThanThereWas() throws IOException
    {
        final List<JsonNode> changed = copies();
        final ObjectNode times = (ObjectNode)changed.get(1).at(RESULT + "/model/pe_ns");
        final String state = times.fieldNames().next();
        times.put(state, times.get(state).asLong() + 1_000_000_000_000L);

        refuses(changed, "/host/part/result/model/pe_ns/" + state + " is ");
    }

    @Test
    void shouldRefuseAClaimOfAReplayWithoutAJournal() throws IOException
    {
        final List<JsonNode> changed = copies();
        changed.forEach(share -> ((ObjectNode)share.at(PART + "/proof")).put("extent", "EQUAL"));

        refuses(changed, "/host/replay says \"the same as live\", and there is no journal");
    }

    @Test
    void shouldRefuseAStageThatIsMissing() throws IOException
    {
        for (final String stage : List.of("signalled", "acknowledged", "deactivated"))
        {
            final List<JsonNode> changed = copies();
            ((ObjectNode)changed.get(1).at(RESULT + "/latencies/stages")).remove(stage);

            refuses(changed, "the stage " + stage + " has none");
        }
    }

    @Test
    void shouldRefuseAShareWithAnEmptyListOrMapAndNeverFailItself() throws IOException
    {
        final Map<String, Integer> added = new LinkedHashMap<>();
        final List<String> places = new ArrayList<>();
        containers(PART, shares.get(1).at(PART), places);
        for (final String place : places)
        {
            final List<JsonNode> changed = copies();
            ((ContainerNode<?>)changed.get(1).at(place)).removeAll();
            final int exitCode = add(changed);
            if (exitCode != ExitCode.USAGE && FREE.stream().noneMatch(place::startsWith))
            {
                added.put(place, exitCode);
            }
            assertFalse(err.toString().contains("internal error"), place + ": " + err);
        }

        assertEquals(Map.of(), added);
    }

    /** Collects the places of maps and lists that are not empty; of a list those in its first element. */
    private static void containers(final String place, final JsonNode value, final List<String> places)
    {
        if (!value.isContainerNode() || value.isEmpty())
        {
            return;
        }
        places.add(place);
        if (value instanceof ArrayNode list)
        {
            containers(place + "/0", list.get(0), places);
        }
        value.properties().forEach(member -> containers(place + '/' + member.getKey(), member.getValue(), places));
    }
}
