package org.gale.engine.cli.forms;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.gale.engine.cli.GaleRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Each outcome of a job in {@code gale gate} and of a transcript in {@code gale check}, alone and next to each other
 * one: exit code, text, JSON, JUnit and Markdown say the same of each name.
 */
@Tag("P1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateFormsTest
{
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JOB = """
        job: NAME
        clock: virtual
        count: 200
        journal: none
        machine: {kind: gicv4, pes: 3, injection: {policy: per-vcpu, vpeid-bits: 3, moves: 1/5}}
        vms: [{name: a, vpes: 2, GUEST devices: [{name: d, events: 4, traffic: {kind: open, rate: 60k}}]}]
        """;
    private static final String DROPS = "guest: {drops: on, handler: 20us},";
    private static final String LOST = """
        > v4 host cpus=2
        < OK 0
        > v4 create_vm 1
        < OK 0
        > v4 legacy on
        < OK 0
        > v4 map 0 1 0 0 8192
        < OK 0
        > v4 config 0 8192 0xa0 1
        < OK 0
        > v4 load 0 0 0
        < OK 0
        > v4 enable 0 0
        < OK 0
        > v4 msi 1 0
        < OK
        > v4 disable 0 0
        < OK 0
        """;
    private static final Pattern POINT = Pattern.compile("(not )?ok [0-9]+ - (.*?)( # SKIP.*)?");
    private static final Pattern PASSED = Pattern.compile("# ([0-9]+) of ([0-9]+) passed, (?:([0-9]+) skipped, )?.*");
    private static final Pattern INPUT = Pattern.compile("([a-z-]+)  (same|moved|allowed|missing|recorded)?" +
        "(?:: .*|ended with exit code ([0-9]+)(, and is not recorded)?)");
    private static final Pattern HOLDS = Pattern.compile("gate (holds|does not hold): ([0-9]+) of ([0-9]+) .*");

    @TempDir
    private static Path directory;
    private final List<Outcome> transcripts = new ArrayList<>();
    private final List<Outcome> inputs = new ArrayList<>();

    /**
     * Input and what is to be said of it.
     *
     * @param exit  exit code of it alone
     * @param words by which a command line names it
     */
    private record Outcome(String name, Word word, int exit, List<String> words)
    {
    }

    @BeforeAll
    void makeInputs() throws IOException
    {
        transcript("holds", Word.PASSED, 0, "> hppi 3\n< OK none\n");
        transcript("differs", Word.FAILED, 3, "> hppi 3\n< OK 9\n");
        transcript("is broken", Word.FAILED, 7, LOST);
        transcript("no | <transcript>", Word.ERROR, 3, "no transcript\n");
        transcript("later", Word.UNKNOWN, 4, "# SKIP later\nreadl 0x0\n");

        for (final String name : List.of("same", "moved", "allowed", "half", "missing"))
        {
            job(name, "");
            if (!name.equals("missing"))
            {
                record(name + ".yaml");
            }
        }
        alter("moved", "/figures/response.max", 1);
        alter("allowed", "/figures/rate", 1_000_000_000);
        alter("half", "/figures/response.max", 1);
        alter("half", "/figures/rate", 1_000_000_000);
        job("breaks", DROPS);
        Files.writeString(directory.resolve("breaks.yaml"), Files.readString(directory.resolve("breaks.yaml"))
            .replace("count: 200", "count: 1k"));
        report("report-same", "holds.gt", "differs.gt");
        report("report-moved", "holds.gt", "differs.gt");
        checked("report-moved", "differs.gt", "holds.gt");
        final Path moved = directory.resolve("report-moved.json");
        Files.writeString(moved, Files.readString(moved).replace("holds.gt", "x.gt").replace("differs.gt", "holds.gt")
            .replace("x.gt", "differs.gt"));
        inputs.add(input("same", Word.PASSED, 0));
        inputs.add(input("moved", Word.FAILED, 3));
        inputs.add(input("allowed", Word.PASSED, 0));
        inputs.add(input("half", Word.FAILED, 3));
        inputs.add(input("missing", Word.UNKNOWN, 4));
        inputs.add(input("breaks", Word.ERROR, 7));
        inputs.add(new Outcome("report-same", Word.PASSED, 0, List.of("--report", path("report-same.json"))));
        inputs.add(new Outcome("report-moved", Word.FAILED, 3, List.of("--report", path("report-moved.json"))));
    }

    private void transcript(final String name, final Word word, final int exit, final String text) throws IOException
    {
        final Path file = Files.writeString(directory.resolve(name + ".gt"), text);
        transcripts.add(new Outcome(file.toString(), word, exit, List.of(file.toString())));
    }

    private static void job(final String name, final String guest) throws IOException
    {
        Files.writeString(directory.resolve(name + ".yaml"), JOB.replace("NAME", name).replace("GUEST", guest));
    }

    private static void checked(final String name, final String first, final String second) throws IOException
    {
        final StringWriter json = new StringWriter();
        GaleRun.of(json, new StringWriter(), "check", "--json", path(first), path(second));
        Files.writeString(directory.resolve(name + ".json"), json.toString());
    }

    private static void report(final String name, final String first, final String second) throws IOException
    {
        checked(name, first, second);
        final StringWriter err = new StringWriter();
        assertEquals(0, GaleRun.of(new StringWriter(), err, "gate", "--record", "--baseline", path("b"), "--report",
            path(name + ".json")), err.toString());
    }

    private static void record(final String job)
    {
        final StringWriter err = new StringWriter();
        assertEquals(0, GaleRun.of(new StringWriter(), err, "gate", "--record", "--baseline", path("b"), path(job)),
            err.toString());
    }

    private static void alter(final String name, final String pointer, final long value) throws IOException
    {
        Altered.write(directory.resolve("b"), name + ".json", Altered.at(read(name), pointer, value));
    }

    private static ObjectNode read(final String name) throws IOException
    {
        return (ObjectNode)JSON.readTree(directory.resolve("b/" + name + ".json").toFile());
    }

    private static Outcome input(final String name, final Word word, final int exit)
    {
        return new Outcome(name, word, exit, List.of(path(name + ".yaml")));
    }

    private static String path(final String name)
    {
        return directory.resolve(name).toString();
    }

    @TestFactory
    Stream<DynamicTest> shouldSayOfTranscriptsTheSameInEachForm()
    {
        return lists(transcripts).map(list -> dynamicTest(names(list), () -> check(list)));
    }

    @TestFactory
    Stream<DynamicTest> shouldSayOfJobsAndReportsTheSameInEachForm()
    {
        return inOneOrder(inputs).map(list -> dynamicTest(names(list), () -> gate(list, list.stream().anyMatch(
            one -> one.name().matches("allowed|half")) ? List.of("--allow", "rate < 1M") : List.of())));
    }

    /** Recording: what broke, or shows nothing, is not recorded, and all forms say so. */
    @TestFactory
    Stream<DynamicTest> shouldSayOfRecordsTheSameInEachForm() throws IOException
    {
        Files.writeString(directory.resolve("silent.yaml"), JOB.replace("NAME", "silent")
            .replace("GUEST", DROPS).replace("1/5", "1/100k"));
        final List<Outcome> recorded =
            List.of(inputs.get(0), inputs.get(5), input("silent", Word.UNKNOWN, 4), inputs.get(6));

        return inOneOrder(recorded).map(list -> dynamicTest(names(list), () ->
            gate(list, List.of("--record", "--baseline", path("recorded-" + names(list))))));
    }

    /** Returns each input alone, and each two in both orders. */
    private static Stream<List<Outcome>> lists(final List<Outcome> all)
    {
        return Stream.concat(all.stream().map(List::of), all.stream().flatMap(one -> all.stream()
            .filter(other -> !other.equals(one)).map(other -> List.of(one, other))));
    }

    /** Returns each input alone, and each two in one order, which is the other one every second time. */
    private static Stream<List<Outcome>> inOneOrder(final List<Outcome> all)
    {
        return lists(all).filter(list -> list.size() == 1 || (all.indexOf(list.get(0)) + all.indexOf(list.get(1))) %
            2 == 0 == all.indexOf(list.get(0)) < all.indexOf(list.get(1)));
    }

    private static String names(final List<Outcome> list)
    {
        return String.join("+", list.stream().map(one -> one.name().replaceAll(".*/", "")).toList());
    }

    /** Returns the exit code of several by the book: the most severe one, and that nothing is known only of all. */
    private static int exit(final List<Outcome> list)
    {
        return Stream.of(7, 3, 4).filter(
            code -> list.stream().anyMatch(one -> one.exit() == code)).findFirst().orElse(0);
    }

    private static void check(final List<Outcome> list) throws IOException
    {
        final List<String> words = new ArrayList<>();
        list.forEach(one -> words.addAll(one.words()));
        final StringWriter out = new StringWriter();
        final int exit = GaleRun.of(out, new StringWriter(), line("check", words, "--output", path("o.xml"), "--output",
            path("o.md")));
        final StringWriter json = new StringWriter();
        assertEquals(exit, GaleRun.of(json, new StringWriter(), line("check", words, "--json")));
        final boolean isSkipped = list.stream().allMatch(one -> one.word() == Word.UNKNOWN);

        assertEquals(isSkipped ? 4 : exit(list) == 4 ? 0 : exit(list), exit);
        final Map<String, Word> expected = expected(list);
        assertEquals(expected, tap(out.toString()), "TAP");
        assertEquals(expected, FormReaders.junit(Files.readString(directory.resolve("o.xml"))).of(), "JUnit");
        assertEquals(expected, FormReaders.markdown(Files.readString(directory.resolve("o.md"))).of(), "Markdown");
        json(JSON.readTree(json.toString()), expected, exit);
    }

    private static Map<String, Word> tap(final String text)
    {
        final Map<String, Word> of = new LinkedHashMap<>();
        String name = null;
        for (final String line : text.lines().toList())
        {
            final Matcher point = POINT.matcher(line);
            final Matcher passed = PASSED.matcher(line);
            if (point.matches())
            {
                name = point.group(2);
                of.put(name, point.group(1) != null ? Word.FAILED :
                    point.group(3) == null ? Word.PASSED : Word.UNKNOWN);
            }
            else if (line.equals("  severity: error"))
            {
                of.put(name, Word.ERROR);
            }
            else if (passed.matches())
            {
                final Map<String, Word> all = of;
                assertEquals(count(all, Word.PASSED), Integer.parseInt(passed.group(1)), text);
                assertEquals(all.size(), Integer.parseInt(passed.group(2)), text);
                assertEquals(count(all, Word.UNKNOWN), passed.group(3) == null ? 0 :
                    Integer.parseInt(passed.group(3)), text);
            }
        }

        return new TreeMap<>(of);
    }

    private static long count(final Map<String, Word> of, final Word word)
    {
        return of.values().stream().filter(word::equals).count();
    }

    private static void json(final JsonNode json, final Map<String, Word> expected, final int exit)
    {
        assertEquals(exit, json.path("exit").asInt(-1));
        assertEquals(count(expected, Word.PASSED), json.path("passed").asLong(-1), "passed of the JSON");
        assertEquals(count(expected, Word.UNKNOWN), json.path("skipped").asLong(-1), "skipped of the JSON");
        assertEquals(count(expected, Word.FAILED) + count(expected, Word.ERROR), json.path("failed").asLong(-1),
            "failed of the JSON");
        assertEquals(expected.size(), json.path("transcripts").size());
        json.path("transcripts").forEach(one -> assertEquals(switch (expected.get(one.path("name").asText()))
        {
            case PASSED -> "ok";
            case UNKNOWN -> "skipped";
            default -> "not ok";
        }, one.path("result").asText(), one::toString));
    }

    private static void gate(final List<Outcome> list, final List<String> options) throws IOException
    {
        final int code = exit(list);
        final List<String> words = new ArrayList<>();
        list.forEach(one -> words.addAll(one.words()));
        final List<String> given = new ArrayList<>(List.of("--output", path("g.xml"), "--output", path("g.md")));
        given.addAll(options);
        if (!given.contains("--baseline"))
        {
            given.addAll(List.of("--baseline", path("b")));
        }
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();

        assertEquals(code, GaleRun.of(out, err, line("gate", words, given.toArray(new String[0]))), err.toString());

        final Map<String, Word> expected = expected(list);
        assertEquals(expected, gate(out.toString(), code), "text");
        assertEquals(expected, FormReaders.junit(Files.readString(directory.resolve("g.xml"))).of(), "JUnit");
        assertEquals(expected, FormReaders.markdown(Files.readString(directory.resolve("g.md"))).of(), "Markdown");
    }

    private static Map<String, Word> gate(final String text, final int code)
    {
        final Map<String, Word> of = new TreeMap<>();
        for (final String line : text.lines().toList())
        {
            final Matcher input = INPUT.matcher(line);
            final Matcher holds = HOLDS.matcher(line);
            if (input.matches())
            {
                of.put(input.group(1), input.group(3) != null ? input.group(4) == null ? Word.ERROR : Word.UNKNOWN :
                    switch (input.group(2))
                    {
                        case "moved" -> Word.FAILED;
                        case "missing" -> Word.UNKNOWN;
                        default -> Word.PASSED;
                    });
            }
            else if (holds.matches())
            {
                assertEquals(code == 0, holds.group(1).equals("holds"), text);
                assertEquals(count(of, Word.PASSED), Integer.parseInt(holds.group(2)), text);
                assertEquals(of.size(), Integer.parseInt(holds.group(3)), text);
            }
        }
        assertTrue(text.lines().anyMatch(line -> HOLDS.matcher(line).matches()), text);

        return of;
    }

    private static Map<String, Word> expected(final List<Outcome> list)
    {
        final Map<String, Word> of = new TreeMap<>();
        list.forEach(one -> of.put(one.name(), one.word()));

        return of;
    }

    private static String[] line(final String command, final List<String> words, final String... options)
    {
        final List<String> line = new ArrayList<>(List.of(command));
        line.addAll(words);
        line.addAll(List.of(options));

        return line.toArray(new String[0]);
    }
}
