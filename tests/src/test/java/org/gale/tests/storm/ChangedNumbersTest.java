package org.gale.tests.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.report.compare.ComparedReport;
import org.gale.engine.report.compare.ReportSoundness;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Reports of each profile in which one number is changed by one. A second witness, which knows no law and reads only
 * the place of a number, says which of them must be refused.
 */
class ChangedNumbersTest
{
    /** Exit code of a storm that was too short for some of its actions. */
    private static final int SHOWS_NOTHING = 4;
    private static final int LEAST_CHANGES = 20;

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0} on the {1} clock")
    @CsvSource({
        "default, virtual", "lpi-stress, virtual", "overcommit, virtual", "direct, virtual", "msix, virtual",
        "nvme, virtual", "nic, virtual", "virtio, virtual", "timer, virtual", "ipi-heavy, virtual",
        "noisy-neighbour, virtual", "mixed-host, virtual", "larger-than-pool, virtual", "late-and-loud, virtual",
        "migrate, virtual", "migrate-direct, virtual",
        "default, wall", "lpi-stress, wall", "overcommit, wall", "direct, wall", "msix, wall", "nvme, wall",
        "nic, wall", "virtio, wall", "timer, wall", "ipi-heavy, wall", "noisy-neighbour, wall", "mixed-host, wall",
        "larger-than-pool, wall", "late-and-loud, wall"})
    void shouldRefuseAReportOneOfWhoseNumbersIsAnother(final String profile, final String clock) throws IOException
    {
        final Path file = directory.resolve("report.json");
        final StringWriter err = new StringWriter();
        final int exitCode = GaleRun.of(new StringWriter(), err, "storm", profile, "--count",
            profile.startsWith("migrate") ? "20k" : "2000", "--clock", clock,
            "--quiet", "--journal", "none", "--json", file.toString());
        assertTrue(exitCode == 0 || exitCode == SHOWS_NOTHING, err.toString());
        final JsonNode report = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .readTree(file.toFile());
        assertDoesNotThrow(() -> check(report), "a report as it was written is sound");

        final TreeSet<String> passed = new TreeSet<>();
        int changed = 0;
        for (final String place : drawn(report, clock.equals("virtual")))
        {
            for (final int by : new int[] { 1, -1 })
            {
                final JsonNode other = report.deepCopy();
                change(other, place, by);
                changed++;
                if (!isRefused(other))
                {
                    passed.add(place + (by > 0 ? " + 1" : " - 1"));
                }
            }
        }

        assertTrue(changed > LEAST_CHANGES, "numbers were changed: " + changed);
        assertEquals(List.of(), List.copyOf(passed));
    }

    private static boolean isRefused(final JsonNode report)
    {
        try
        {
            check(report);

            return !ReportSoundness.faults(ComparedReport.of("report.json", report.toString())).isEmpty();
        }
        catch (final OutcomeException ex)
        {
            assertEquals(2, ex.outcome().exitCode(), ex.getMessage());

            return true;
        }
    }

    private static void check(final JsonNode report)
    {
        ReportSoundness.check(ComparedReport.of("report.json", report.toString()));
    }

    /** Draws one number of each kind that must be refused: of each place without the indexes of lists. */
    private static List<String> drawn(final JsonNode report, final boolean isVirtual)
    {
        final Map<String, List<String>> kinds = new LinkedHashMap<>();
        places("", report, kinds);
        kinds.keySet().removeIf(kind -> !NumberWitness.mustBeRefused(kind, isVirtual));
        final Random random = new Random(7);

        return kinds.values().stream().map(places -> places.get(random.nextInt(places.size()))).toList();
    }

    private static void places(final String place, final JsonNode value, final Map<String, List<String>> kinds)
    {
        if (value.isNumber())
        {
            kinds.computeIfAbsent(NumberWitness.kind(place), kind -> new ArrayList<>()).add(place);
        }
        for (int i = 0; value.isArray() && i < value.size(); i++)
        {
            places(place + '/' + i, value.get(i), kinds);
        }
        value.properties().forEach(member -> places(place + '/' + member.getKey(), member.getValue(), kinds));
    }

    private static void change(final JsonNode report, final String place, final int by)
    {
        final int last = place.lastIndexOf('/');
        final JsonNode parent = report.at(place.substring(0, last));
        final String key = place.substring(last + 1);
        final BigDecimal value = report.at(place).decimalValue().add(BigDecimal.valueOf(by));
        final JsonNode changed = DecimalNode.valueOf(value);
        if (parent instanceof ArrayNode list)
        {
            list.set(Integer.parseInt(key), changed);
        }
        else
        {
            ((ObjectNode)parent).set(key, changed);
        }
    }
}
