package org.gale.engine.cli.forms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Each pair of storms on the virtual clock that differ in their figures: which of them decide the verdict is computed
 * here from both reports, by the rule of the book, and the sentence of the verdict names these and no other ones.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FigureVerdictsTest
{
    private static final double TOLERANCE = 0.1;
    private static final String JOB = """
        job: figures
        clock: virtual
        count: 1200
        journal: none
        costs: {base: armv8-vhe}
        machine: {kind: gicv4, pes: 2, injection: {moves: 0, toggles: 0}}
        vms:
          - {name: a, vpes: 2, guest: {handler: 1us}, devices: [{name: d, events: 64, traffic: TRAFFIC}]}
        """;
    private static final String OPEN = "{kind: open, rate: 50k}";
    private static final String DRIVE = "{kind: io, depth: 4, service: 20us}";
    private static final Map<String, String> PERCENTILES =
        Map.of("p50", "p50", "p90", "p90", "p99", "p99", "p99.9", "p99_9");

    @TempDir
    private static Path directory;
    private final Map<String, ObjectNode> reports = new LinkedHashMap<>();

    @BeforeAll
    void makeReports() throws IOException
    {
        storm("open", OPEN);
        storm("slow", OPEN, "--set", "costs.schedule=100us");
        storm("slower by a little", OPEN, "--set", "costs.signal=130ns");
        storm("very short", OPEN, "--count", "80");
        storm("drive", DRIVE);
        storm("slow drive", DRIVE, "--set", "costs.schedule=100us");
        storm("fast drive", DRIVE, "--set", "costs.schedule=1us");
    }

    private void storm(final String name, final String traffic, final String... words) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("job.yaml"), JOB.replace("TRAFFIC", traffic));
        final List<String> all = new ArrayList<>(List.of(job.toString()));
        all.addAll(List.of(words));
        reports.put(name, Altered.storm(directory, 0, all.toArray(new String[0])));
        Altered.write(directory, name + ".json", reports.get(name));
    }

    /** Figures of two reports by their names; null where one has none. */
    private record Judged(String name, Double before, Double after, boolean isMoreBetter, boolean isSeparate)
    {
        boolean isLacking()
        {
            return before == null != (after == null);
        }

        boolean isBeyond()
        {
            return before != null && after != null && Math.abs(after - before) > TOLERANCE * Math.abs(before);
        }

        boolean isWorse()
        {
            return after > before != isMoreBetter;
        }
    }

    @TestFactory
    List<DynamicTest> shouldNameTheFiguresThatDecide()
    {
        final List<DynamicTest> tests = new ArrayList<>();
        reports.keySet().forEach(one -> reports.keySet().forEach(
            other -> tests.add(dynamicTest(one + ", " + other, () -> check(one, other)))));

        return tests;
    }

    private void check(final String before, final String after) throws IOException
    {
        final List<String> words = List.of(file(before), file(after));
        final CompareForms forms = CompareForms.of(directory, false, words).withJson(words);
        final List<String> regressed = new ArrayList<>();
        final List<String> lacking = new ArrayList<>();
        final List<String> unknown = new ArrayList<>();
        for (final Judged figure : judged(reports.get(before), reports.get(after)))
        {
            if (figure.isLacking())
            {
                lacking.add(figure.name());
            }
            else if (figure.isBeyond() && figure.isSeparate() && figure.isWorse())
            {
                regressed.add(figure.name());
            }
            else if (figure.isBeyond() && !figure.isSeparate())
            {
                unknown.add(figure.name());
            }
        }
        final Word word = !regressed.isEmpty() ? Word.FAILED :
            lacking.isEmpty() && unknown.isEmpty() ? Word.PASSED : Word.UNKNOWN;
        final List<String> named = !regressed.isEmpty() ? regressed : lacking.isEmpty() ? unknown : lacking;
        final String sentence = forms.out().lines().filter(line -> line.startsWith("verdict  ")).findFirst()
            .orElseThrow();

        forms.said().forEach((form, said) -> assertEquals(word, said.all(), form + ": " + sentence));
        assertEquals(new TreeSet<>(named), named(sentence), sentence);
        final String kind = !regressed.isEmpty() ? regressed.size() + " regression" : !lacking.isEmpty() ?
            "one of the reports lacks " : unknown.isEmpty() ? "no regression " : " changed beyond ";
        assertTrue(sentence.contains(kind), kind + ": " + sentence);
    }

    private static Set<String> named(final String sentence)
    {
        final Set<String> named = new TreeSet<>();
        for (final String figure : List.of("response", "handled", "request"))
        {
            PERCENTILES.keySet().stream().map(percentile -> figure + '.' + percentile)
                .filter(name -> (sentence + ' ').matches(".*[ ]" + name.replace(".", "\\.") + "[, ].*"))
                .forEach(named::add);
        }
        List.of("rate", "completions_per_s").stream()
            .filter(name -> (sentence + ' ').matches(".*(?:: |, |lacks )" + name + "[, ].*")).forEach(named::add);

        return named;
    }

    /** Returns the figures that are judged; where devices have sent all interrupts of both, no rate of these. */
    private static List<Judged> judged(final JsonNode before, final JsonNode after)
    {
        final List<Judged> judged = new ArrayList<>();
        if (!isOfModels(before) || !isOfModels(after))
        {
            judged.add(new Judged("rate", number(before, "/rate_per_s"), number(after, "/rate_per_s"), true, false));
        }
        judged.add(new Judged("completions_per_s", number(before, "/completions_per_s"),
            number(after, "/completions_per_s"), true, false));
        for (final String latency : List.of("response", "handled", "request"))
        {
            final String at = "/latency_ns/" + latency + '/';
            final boolean isApart = isAbove(before, after, at) || isAbove(after, before, at);
            PERCENTILES.forEach((name, key) -> judged.add(new Judged(latency + '.' + name, number(before, at + key),
                number(after, at + key), false, isApart)));
        }

        return judged;
    }

    /** Returns whether half of the samples of one report exceed all samples of another one. */
    private static boolean isAbove(final JsonNode one, final JsonNode other, final String at)
    {
        final Double half = number(one, at + "p50");
        final Double longest = number(other, at + "max");

        return half != null && longest != null && half > longest;
    }

    private static boolean isOfModels(final JsonNode report)
    {
        return report.at("/groups/0/interrupts").asLong() > 0;
    }

    private static Double number(final JsonNode report, final String at)
    {
        return report.at(at).isNumber() ? report.at(at).asDouble() : null;
    }

    private static String file(final String name)
    {
        return directory.resolve(name + ".json").toString();
    }
}
