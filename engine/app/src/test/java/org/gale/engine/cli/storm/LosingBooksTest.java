package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests that the books of a storm that loses interrupts add up: each loss is of one row, one VM and one route. */
class LosingBooksTest
{
    private static final Pattern ROUTE = Pattern.compile("(?m)^(?:direct|forwarded|in transition) .*?" +
        "([0-9,]+) delivered, ([0-9,]+) coalesced, ([0-9,]+) pending, remainder ([0-9,]+)$");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"--rate 200k", "--rate 200k --seed 2", "-C window=64", "-C window=4096"})
    void shouldAddUpWhenInterruptsAreLost(final String traffic) throws IOException
    {
        final Path file = directory.resolve("report.json");
        final StringWriter out = new StringWriter();
        final List<String> words = new ArrayList<>(List.of("storm", "direct", "--clock", "virtual", "-C", "legacy=on",
            "-C", "toggles=1/10k", "--count", "100k", "--journal",
            directory.resolve("journal").toString(), "--json", file.toString()));
        words.addAll(List.of(traffic.split(" ", -1)));

        assertEquals(ExitCode.INVARIANT_BROKEN, GaleRun.of(out, new StringWriter(), words.toArray(new String[0])));

        final JsonNode report = new ObjectMapper().readTree(Files.readString(file));
        final JsonNode all = report.path("accounting");
        final long lost = all.path("lost").asLong();
        assertTrue(lost > 0, all.toString());
        assertEquals(lost, all.path("remainder").asLong());
        assertEquals(lost, sum(all.path("vms"), "remainder"));
        assertEquals(lost, sum(report.path("groups"), "/accounting/remainder"));
        assertEquals(all.path("offered").asLong(), sum(all.path("vms"), "offered"));
        assertEquals(all.path("offered").asLong(), all.path("sent").asLong());
        assertEquals(all.path("offered"), report.at("/groups/0/accounting/sent"));
        assertEquals(all.path("coalesced").asLong(), sum(all.path("vms"), "coalesced"));
        assertEquals(all.path("coalesced"), report.at("/saturation/merged"));
        assertEquals(all.path("offered").asLong(),
            report.at("/model/direct").asLong() + report.at("/model/forwarded").asLong());
        routes(out.toString(), all, report.at("/latency_ns/delivered_by_route"));
    }

    private static void routes(final String text, final JsonNode all, final JsonNode delivered)
    {
        final long[] sums = new long[4];
        final List<Long> ofRoutes = new ArrayList<>();
        final Matcher route = ROUTE.matcher(text);
        while (route.find())
        {
            for (int i = 0; i < sums.length; i++)
            {
                sums[i] += number(route.group(i + 1));
            }
            ofRoutes.add(number(route.group(1)));
        }

        assertEquals(List.of(all.path("delivered").asLong(), all.path("coalesced").asLong(),
            all.path("pending").asLong(), all.path("lost").asLong()),
            List.of(sums[0], sums[1], sums[2], sums[3]), text);
        final List<Long> measured = List.of(delivered.path("direct").asLong(), delivered.path("forwarded").asLong(),
            delivered.path("transition").asLong());
        for (int i = 0; i < measured.size(); i++)
        {
            final long inHandlers = ofRoutes.get(i) - measured.get(i);              // as the run ended
            assertTrue(inHandlers == 0 || inHandlers == 1, ofRoutes + " delivered, measured " + measured);
        }
    }

    private static long number(final String text)
    {
        return Long.parseLong(text.replace(",", ""));
    }

    private static long sum(final JsonNode list, final String member)
    {
        long sum = 0;
        for (final JsonNode one : list)
        {
            sum += (member.startsWith("/") ? one.at(member) : one.path(member)).asLong();
        }

        return sum;
    }
}
