package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of sums of the reports of shares. */
class ReportAddCommandTest
{
    private static final String JOB = """
        job: shared
        clock: CLOCK
        count: 4k
        machine: {kind: kvm, partitions: [{name: node, count: 5, pes: 2}]}
        vms:
        - {name: web, count: 10, partition: node, devices: [{name: nic, traffic: {kind: open, rate: 20k}}]}
        """;

    @TempDir
    private static Path shared;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Returns the report of a share, which is run once for all tests unless it has more words. */
    private Path share(final String clock, final int index, final int count, final String... more)
        throws IOException
    {
        final String name = clock + index + "of" + count + ".json";
        final Path kept = shared.resolve(name);
        final Path report = directory.resolve(name);
        if (more.length == 0 && Files.exists(kept))
        {
            return Files.copy(kept, report);
        }
        final Path job = Files.writeString(directory.resolve(clock + ".yaml"), JOB.replace("CLOCK", clock));
        final List<String> words = new ArrayList<>(
            List.of("storm", job.toString(), "--share", index + "/" + count, "--json", report.toString()));
        words.addAll(List.of(more));
        assertEquals(ExitCode.OK, GaleRun.with(
            new StormCommand().commandLine(), out, err, words.toArray(new String[0])), err.toString());
        if (more.length == 0)
        {
            Files.copy(report, kept);
        }

        return report;
    }

    @Test
    void shouldLeaveWhatASumNeedsOutOfThePageOfAShare() throws IOException
    {
        final Path report = share("virtual", 0, 2, "--html", directory.resolve("share.html").toString());

        assertTrue(read(report).at("/host/part/result").isObject());
        assertEquals("0/2", read(report).at("/host/share").asText());
        assertFalse(Files.readString(directory.resolve("share.html")).contains("started_ms"));
    }

    private int add(final Object... words)
    {
        final List<String> all = new ArrayList<>(List.of("report", "add"));
        List.of(words).forEach(word -> all.add(word.toString()));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);

        return GaleRun.of(out, err, all.toArray(new String[0]));
    }

    private Path sum()
    {
        return directory.resolve("sum.json");
    }

    private static ObjectNode read(final Path file) throws IOException
    {
        return (ObjectNode)new ObjectMapper().readTree(file.toFile());
    }

    private static Path changed(final Path file, final String pointer, final String key, final Object value)
        throws IOException
    {
        final ObjectNode report = read(file);
        ((ObjectNode)report.at(pointer)).set(key, new ObjectMapper().valueToTree(value));

        return Files.writeString(file.resolveSibling("changed.json"), report.toString());
    }

    private void refuses(final int exitCode, final String message, final Object... words)
    {
        assertEquals(exitCode, add(words), err.toString());
        assertEquals("gale report add: " + message, err.toString().strip());
        assertFalse(Files.exists(sum()));
    }

    @Test
    void shouldAddSharesThatStartedApart() throws IOException
    {
        final Path one = share("wall", 0, 2);
        final Path two = share("wall", 1, 2);

        assertEquals(ExitCode.OK, add(two, one, "-o", sum(), "--html", directory.resolve("sum.html")), err.toString());

        assertTrue(out.toString().startsWith("2 shares of 2: offered 4,000 \u00b7 delivered "), out.toString());
        final JsonNode report = read(sum());
        assertEquals(4_000, report.at("/accounting/offered").asLong());
        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertEquals(read(one).at("/rate_per_s").asDouble() + read(two).at("/rate_per_s").asDouble(),
            report.at("/rate_per_s").asDouble(), 2);
        assertEquals("sum of the shares' rates, each by its own time", report.at("/host/shares_rate").asText());
        assertTrue(report.at("/host/shares_start_span_s").asDouble() > 0, report.at("/host").toString());
        assertEquals("1/2", report.at("/host/shares/1/share").asText());
        assertTrue(report.at("/host/replay/equal").asBoolean());
        assertTrue(report.at("/host/part").isMissingNode());
        final String page = Files.readString(directory.resolve("sum.html"));
        assertTrue(page.contains("<td>1/2</td>"), "a row of each share");
        assertTrue(page.contains("data-json=\"/host/shares/1/rate_per_s\""));
        assertTrue(page.contains("The rate of the storm is the sum of the shares"));
    }

    /** The controls of shares add up: one that never acted in any of them shows nothing. */
    @Test
    void shouldAddTheControlsOfShares() throws IOException
    {
        final List<Path> shares = new ArrayList<>();
        for (int index = 0; index < 2; index++)
        {
            final Path report = directory.resolve("control" + index + ".json");
            final Path job = Files.writeString(directory.resolve("control.yaml"),
                JOB.replace("CLOCK", "virtual").replace("kind: kvm,", "kind: kvm, kernel: 7.4-gap,"));
            assertEquals(ExitCode.SKIPPED, GaleRun.of(out, err, "storm", job.toString(), "--share", index + "/2",
                "--json", report.toString()), err.toString());
            shares.add(report);
        }

        assertEquals(ExitCode.SKIPPED, add(shares.get(0), shares.get(1), "-o", sum()), err.toString());

        assertEquals(0, read(sum()).at("/controls/each/kvm=7.4-gap").asLong(-1));
        assertEquals(ExitCode.SKIPPED, read(sum()).at("/exit").asInt());
        assertTrue(err.toString().contains("gale report add: the mistake never acted: no interrupt waited for a " +
            "vCPU that had blocked while its IRS was disabled (kvm=7.4-gap), try -C irsen=1000"), err.toString());
    }

    @Test
    void shouldRefuseWhatAreNotAllSharesOfOneStorm() throws IOException
    {
        final Path one = share("virtual", 0, 2);
        final Path third = share("virtual", 1, 3);
        final Path other = share("wall", 1, 2);
        final Path whole = Files.writeString(directory.resolve("whole.json"), "{\"schema\": \"gale.storm/5\"}");

        refuses(ExitCode.USAGE, one + ": is share 0/2, and so is " + one + " (name each share once)",
            one, one, "-o", sum());
        refuses(ExitCode.USAGE, third + ": is one of 3 shares, and " + one + " one of 2", one, third, "-o", sum());
        refuses(ExitCode.USAGE, other + ": is a share of another storm than " + one + " (their jobs differ)",
            one, other, "-o", sum());
        refuses(ExitCode.USAGE, "missing: share 1/2 (name its report, or add --partial)", one, "-o", sum());
        refuses(ExitCode.USAGE, "missing: 2 shares, 0/3 first (name its report, or add --partial)",
            third, "-o", sum());
        refuses(ExitCode.USAGE, whole + ": is not the report of a share (a whole storm has no other part)",
            whole, "-o", sum());
        refuses(ExitCode.USAGE, "--output " + one + ": is read, too (name another file)", one, "-o", one);
        final Path older = changed(one, "/host/part/platform", "version", "0.1");
        assertEquals(ExitCode.USAGE, add(one, older, "-o", sum()));
        assertTrue(err.toString().contains(": was written by gale 0.1, and ") ||
            err.toString().contains("(run all shares by one"), err.toString());
    }

    @Test
    void shouldNameWhatIsMissingOfAPartialSum() throws IOException
    {
        final Path one = share("virtual", 1, 3);

        assertEquals(ExitCode.OK, add(one, "-o", sum(), "--partial"), err.toString());

        final JsonNode report = read(sum());
        assertEquals("[\"0/3\",\"2/3\"]", report.at("/host/shares_missing").toString());
        assertEquals(read(one).at("/accounting/offered"), report.at("/accounting/offered"));
        final Path sum = Files.move(sum(), directory.resolve("some.json"));
        refuses(ExitCode.USAGE, sum + ": is not the report of a share, but a sum of some (name the reports of the " +
            "shares)", sum, "-o", sum());
    }

    @ParameterizedTest
    @CsvSource({
        "/totals/sent, sent", "/totals/accounting, offered", "/totals/accounting, delivered", "/totals, elapsed_ns",
        "/totals/accounting/vms/0, vm_id", "/totals/groups/0/account, coalesced", "/totals/groups/0, vms",
        "/latencies/response, sum", "/latencies/response, max", "/latencies/stages/deactivated, sum",
        "/latencies/delivered, all", "/latencies/response_by_vm/0, sum", "/model/pe_ns, host",
        "/model/partitions/first/0/pe_ns, idle", "/rates, ns", "/totals/groups/0/response/summary, count"})
    void shouldRefuseAPartOneOfWhoseNumbersIsAnother(final String record, final String key) throws IOException
    {
        final Path one = share("virtual", 0, 2);
        final ObjectNode report = read(one);
        final ObjectNode part = (ObjectNode)report.at("/host/part/result" + record);
        part.put(key, part.get(key).asLong() + 1);
        final Path other = Files.writeString(directory.resolve("other.json"), report.toString());

        assertEquals(ExitCode.OK, add(one, "-o", sum(), "--partial"), err.toString());
        assertEquals(ExitCode.USAGE, add(other, "-o", sum(), "--partial"));
        assertTrue(err.toString().contains(other + ": contradicts itself: "), err.toString());
    }

    @Test
    void shouldRefuseUnsoundAndChangedParts() throws IOException
    {
        final Path one = share("virtual", 0, 2);

        final Path failed = changed(one, "", "failure", "1 event was lost");
        refuses(ExitCode.CHECK_FAILED, failed + ": is not sound: 1 event was lost", failed, "-o", sum(), "--partial");
        final Path shown = changed(one, "/accounting", "delivered", 7);
        assertEquals(ExitCode.USAGE, add(shown, "-o", sum(), "--partial"));
        assertTrue(err.toString().contains("/accounting/delivered is 7, and "), err.toString());
        final Path typed = changed(one, "/host/part/result/totals", "elapsed_ns", "long");
        refuses(ExitCode.USAGE, typed + ": /host/part/result/totals/elapsed_ns is not of its type",
            typed, "-o", sum(), "--partial");
        final ObjectNode vms = read(one);
        final ObjectNode account = (ObjectNode)((ArrayNode)vms.at("/host/part/result/totals/accounting/vms"))
            .get(0).get("account");
        account.put("delivered", account.get("delivered").asLong() + 1);
        final Path invented = Files.writeString(directory.resolve("vms.json"), vms.toString());
        assertEquals(ExitCode.USAGE, add(invented, "-o", sum(), "--partial"));
        assertTrue(err.toString().contains(invented + ": contradicts itself: the account of VM 0 does not balance: " +
            "/host/part/result/totals/accounting/vms/0/account has "), err.toString());
    }

    /** The histogram of an interval is another one than its figures say: that of another share, or none. */
    @Test
    void shouldRefuseAChangedHistogramOfTheHistory() throws IOException
    {
        final Path one = share("virtual", 0, 2);
        final Path two = share("virtual", 1, 2);
        final String place = "/host/part/result/history/intervals/0";
        final JsonNode interval = read(one).at(place);
        final List<String> encoded = new ArrayList<>();
        interval.get("encoded").forEach(text -> encoded.add(text.asText()));
        encoded.set(0, read(two).at(place + "/encoded/0").asText());

        final Path other = changed(one, place, "encoded", encoded);
        assertEquals(ExitCode.USAGE, add(other, two, "-o", sum()), err.toString());
        assertTrue(err.toString().contains(place + "/latencies/response/"), err.toString());
        assertTrue(err.toString().contains("what its histogram holds is "), err.toString());

        encoded.set(0, "AAAA");
        final Path cut = changed(one, place, "encoded", encoded);
        assertEquals(ExitCode.USAGE, add(cut, two, "-o", sum()), err.toString());
        assertTrue(err.toString().contains(place + "/latencies/response/count is " +
            interval.at("/latencies/response/count").asLong()), err.toString());
        assertFalse(Files.exists(sum()));
    }

    @Test
    void shouldRefuseAHeatMapWithoutAllSteps() throws IOException
    {
        final ObjectNode part = read(share("virtual", 0, 2));
        ((ArrayNode)part.at("/host/part/result/history/heat/slices").get(0)).remove(0);
        final Path cut = Files.writeString(directory.resolve("heat.json"), part.toString());

        refuses(ExitCode.USAGE, cut + ": /host/part/result/history/heat is not a ResponseHeat",
            cut, "-o", sum(), "--partial");
    }
}
