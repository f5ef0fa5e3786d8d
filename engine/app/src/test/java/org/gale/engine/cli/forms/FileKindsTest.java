package org.gale.engine.cli.forms;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.sweep.SweepRuns;
import org.gale.engine.storm.result.sweep.ResultDirectory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Files of each kind, in both orders, and a third one of each kind next to two that go together: what is compared is of
 * one kind and has values in common with the first file; all else is refused by its name, and no form is written.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileKindsTest
{
    private static final int USAGE = 2;
    private static final String JOB = """
        job: kinds
        clock: virtual
        count: 120
        machine: {kind: gicv4, pes: 2}
        vms:
          - {name: a, count: 1, vpes: 2, devices: [{name: d, count: 1, events: 4, traffic: {kind: open, rate: 50k}}]}
        """;
    private static final Set<String> OF_A_GATE = Set.of("check");

    @TempDir
    private static Path directory;
    private final List<Kind> kinds = new ArrayList<>();
    private Path share;

    /**
     * File of a kind.
     *
     * @param family what it may be compared with; none of a file that holds no report
     * @param values by which its reports have pairs
     */
    private record Kind(String name, String family, Set<String> values, Path file)
    {
        /** Returns the same content in a file of another name. */
        Kind copy() throws IOException
        {
            final Path other = file.resolveSibling("copy-" + file.getFileName());
            if (Files.notExists(other))
            {
                Files.copy(file, other);
            }

            return new Kind("copy of " + name, family, values, other);
        }

        boolean isAnswer()
        {
            return family.startsWith("answer");
        }

        boolean isNone()
        {
            return family.equals("none");
        }
    }

    @BeforeAll
    void makeFiles() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("j.yaml"), JOB);
        final ObjectNode report = Altered.storm(directory, 0, job.toString());
        kinds.add(new Kind("report", "report", Set.of(""), Altered.write(directory, "report.json", report)));
        kinds.add(new Kind("report of another seed", "report", Set.of(""),
            Altered.write(directory, "seed.json", Altered.at(report, "/seed", 77))));
        final Path series = written("series", "series", Set.of("count=60", "count=80"), "--vary", "count=60,80");
        final JsonNode runs = new ObjectMapper().readTree(series.toFile());
        kinds.add(new Kind("part of the series", "series", Set.of("count=60"), Altered.write(directory, "part.json",
            JsonNodeFactory.instance.arrayNode().add(runs.get(0)))));
        kinds.add(new Kind("another series", "series", Set.of("count=400"), Altered.write(directory, "another.json",
            JsonNodeFactory.instance.arrayNode().add(Altered.at(runs.get(0), "/vary/count", "400")))));
        final Path answer = written("answer", "answer", Set.of("300ns", "5us"), "--vary", "costs.inject=300ns,5us",
            "--seeds", "2");
        kinds.add(new Kind("another answer", "answer", Set.of("301ns", "6us"), Files.writeString(
            directory.resolve("other-answer.json"),
            Files.readString(answer).replace("300ns", "301ns").replace("5us", "6us"))));
        kinds.add(new Kind("earlier answer", "none", Set.of(), Files.writeString(
            directory.resolve("earlier-answer.json"),
            Files.readString(answer).replace("gale.answer/2", "gale.answer/1"))));
        makePoints();
        final Path check = directory.resolve("check.json");
        final StringWriter checked = new StringWriter();
        GaleRun.of(checked, new StringWriter(), "check", "--json",
            Files.writeString(directory.resolve("t.gt"), "# SKIP later\nreadl 0x0\n").toString());
        kinds.add(new Kind("check", "none", Set.of(), Files.writeString(check, checked.toString())));
        assertEquals(0, gale("gate", "--record", "--baseline", directory.resolve("b").toString(), job.toString()));
        kinds.add(new Kind("baseline", "none", Set.of(), directory.resolve("b/j.json")));
        kinds.add(new Kind("no report", "none", Set.of(), Files.writeString(directory.resolve("list.json"), "[]")));
        kinds.add(new Kind("text", "none", Set.of(), job));
        makeShare();
    }

    private void makePoints() throws IOException
    {
        final SweepRuns runs = new SweepRuns(Files.createDirectories(directory.resolve("sweep")),
            "vary: {count: [60, 80]}\nseeds: 1-1\nreport: {of: rate}\n");
        final ResultDirectory results = runs.open("out");
        runs.storm(results, 0, 1);
        final Path joined = directory.resolve("sweep/joined");
        assertEquals(0, runs.run("sweep", "merge", results.path().toString(), "-o", joined.toString()),
            () -> runs.err().toString());
        final String points = Files.readString(joined.resolve("points.jsonl"));
        kinds.add(new Kind("points", "series", Set.of("60", "80"), joined.resolve("points.jsonl")));
        kinds.add(new Kind("other points", "series", Set.of("8k", "9k"), Files.writeString(
            directory.resolve("other.jsonl"),
            points.replace("\"values\":[\"60\"]", "\"values\":[\"8k\"]")
            .replace("\"values\":[\"80\"]", "\"values\":[\"9k\"]"))));
    }

    private void makeShare() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("share.yaml"),
            JOB.replace("pes: 2}", "partitions: [{name: n, count: 2, pes: 2}]}")
            .replace("count: 1, vpes: 2", "count: 2, vpes: 1, partition: n"));
        share = directory.resolve("share.json");
        assertEquals(0, gale("storm", job.toString(), "--share", "0/2", "--json", share.toString(), "--quiet"));
    }

    private Path written(final String name, final String family, final Set<String> values, final String... words)
    {
        final Path file = directory.resolve(name.replace(' ', '-') + ".json");
        final List<String> line = new ArrayList<>(List.of("storm", directory.resolve("j.yaml").toString(), "--quiet"));
        line.addAll(List.of("--json", file.toString()));
        line.addAll(List.of(words));
        assertEquals(0, gale(line.toArray(new String[0])));

        kinds.add(new Kind(name, family, values, file));

        return file;
    }

    private static int gale(final String... words)
    {
        final StringWriter err = new StringWriter();
        final int exit = GaleRun.of(new StringWriter(), err, words);
        assertTrue(exit != USAGE || !err.toString().isEmpty(), "a refusal says why");

        return exit;
    }

    @TestFactory
    Stream<DynamicTest> shouldCompareEachPairOfKindsAsTheBookSays()
    {
        return kinds.stream().flatMap(one -> kinds.stream()
            .filter(other -> !one.isNone() || !other.isNone())
            .map(other -> dynamicTest(one.name() + ", " + other.name(), () -> check(List.of(one, other)))));
    }

    /** A file of another kind, or with nothing in common, is odd as the last one, and as the first. */
    @TestFactory
    List<DynamicTest> shouldCompareAThirdFileAsTheBookSays() throws IOException
    {
        final List<DynamicTest> tests = new ArrayList<>();
        for (final String name : List.of("report", "series", "points", "answer"))
        {
            final Kind one = kinds.stream().filter(kind -> kind.name().equals(name)).findFirst().orElseThrow();
            final Kind same = one.copy();
            for (final Kind third :
                kinds.stream().filter(kind -> !kind.isNone() || kind.name().equals("check")).toList())
            {
                final Kind odd = third.equals(one) ? new Kind(name, one.family(), one.values(), third(one)) : third;
                for (final List<Kind> files : List.of(List.of(one, same, odd), List.of(odd, one, same)))
                {
                    tests.add(dynamicTest(files.stream().map(Kind::name).toList().toString(), () -> check(files)));
                }
            }
        }

        return tests;
    }

    private static Path third(final Kind kind) throws IOException
    {
        return Files.copy(kind.file(), kind.file().resolveSibling("third-" + kind.file().getFileName()));
    }

    @TestFactory
    Stream<DynamicTest> shouldTakeReportsOfAGateByTheirKind()
    {
        return kinds.stream().map(kind -> dynamicTest(kind.name(), () ->
        {
            final String baseline = directory.resolve("of-" + kind.name().replace(' ', '-')).toString();
            final Path xml = directory.resolve("gate.xml");
            Files.deleteIfExists(xml);
            final int exit = gale("gate", "--record", "--baseline", baseline, "--report", kind.file().toString(),
                "--output", xml.toString());
            assertEquals(OF_A_GATE.contains(kind.name()) ? 4 : USAGE, exit, kind.name());
            assertEquals(exit == USAGE, Files.notExists(xml), "no form of what is refused");
            assertTrue(Files.notExists(Path.of(baseline)) || exit != USAGE, "no baseline of what is refused");
        }));
    }

    @TestFactory
    Stream<DynamicTest> shouldAddSharesAlone()
    {
        return kinds.stream().flatMap(kind -> Stream.of(List.of(kind.file(), share), List.of(share, kind.file()))
            .map(files -> dynamicTest(kind.name() + (files.get(0) == share ? " after" : " before"), () ->
            {
                final StringWriter out = new StringWriter();
                final StringWriter err = new StringWriter();
                final Path sum = directory.resolve("sum.json");
                assertEquals(USAGE, GaleRun.of(out, err, "report", "add", files.get(0).toString(),
                    files.get(1).toString(), "-o", sum.toString()), kind.name());
                assertTrue(err.toString().contains(kind.file().toString()), err.toString());
                assertEquals("", out.toString());
                assertTrue(Files.notExists(sum));
            })));
    }

    @Test
    void shouldHaveFilesThatGoTogetherAndOthers()
    {
        assertTrue(kinds.stream().map(Kind::family).distinct().count() > 3);
    }

    private static void check(final List<Kind> files) throws IOException
    {
        final List<String> words = files.stream().map(kind -> kind.file().toString()).toList();
        final CompareForms forms = CompareForms.of(directory, files.size() == 2 && !isAnswer(files), words);
        final Kind first = files.get(0);
        final List<Kind> after = files.subList(1, files.size());
        final boolean isTaken = files.stream().noneMatch(Kind::isNone) && after.stream().allMatch(other ->
            other.family().equals(first.family()) && !Collections.disjoint(other.values(), first.values()));
        assertEquals(isTaken, !forms.isRefused(), () -> "exit " + forms.exit() + ": " + forms.err());
        if (!isTaken)
        {
            assertEquals(USAGE, forms.exit(), forms.err());
            assertEquals(1, forms.err().lines().count(), forms.err());
            assertTrue(files.stream().filter(file -> file.isNone() || !goWith(first, file) || file.equals(first))
                .anyMatch(file -> forms.err().contains(file.file().toString())), forms.err());
            return;
        }
        if (!isAnswer(files))
        {
            forms.withJson(words);
        }
        final Map<String, Word> expected = new TreeMap<>();
        after.forEach(other -> expected.putAll(pairs(first, other)));
        forms.said().forEach((form, said) ->
        {
            assertEquals(Word.worst(expected.values()), said.all(), form + ": " + forms.err());
            assertTrue((said.of().isEmpty() && form.matches("exit|text")) || said.of().equals(expected),
                () -> form + " says " + said.of() + ", and the book " + expected);
        });
    }

    private static boolean isAnswer(final List<Kind> files)
    {
        return files.stream().anyMatch(Kind::isAnswer);
    }

    private static boolean goWith(final Kind one, final Kind other)
    {
        return one.family().equals(other.family()) && !Collections.disjoint(one.values(), other.values());
    }

    /** Returns what is said of the reports of a file, and of those that it lacks: same, or unknown. */
    private static Map<String, Word> pairs(final Kind first, final Kind other)
    {
        final Map<String, Word> of = new TreeMap<>();
        if (first.isAnswer() || first.family().equals("report"))
        {
            return Map.of(other.file().toString(), Word.PASSED);
        }
        other.values().forEach(value ->
            of.put(other.file() + "[" + value + ']', first.values().contains(value) ? Word.PASSED : Word.UNKNOWN));
        first.values().stream().filter(value -> !other.values().contains(value))
            .forEach(value -> of.put(first.file() + "[" + value + ']', Word.UNKNOWN));

        return of;
    }
}
