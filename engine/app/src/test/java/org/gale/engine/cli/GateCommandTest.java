package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Gates of jobs and reports. */
class GateCommandTest
{
    private static final String JOB = """
        job: j
        clock: virtual
        count: 1k
        journal: none
        costs: {base: armv8-vhe}
        machine: {kind: gicv4, pes: 2}
        vms:
          - {name: a, count: 2, vpes: 2, devices: [{name: d, count: 1, events: 4, traffic: {kind: open, rate: 100k}}]}
        """;

    private static final String DEVICE = """
        {"schema": "gale.storm/5", "seed": 1, "config": {"loop": "closed", "count": 100}, "exit": 0,
         "accounting": {"offered": 100, "delivered": 90, "coalesced": 10, "rejected": {"lost": 0, "dropped": 0},
         "proved_singly": 5, "handled": 100, "invented": 0, "device_resets": 0, "left_out": 0, "left_out_found": 0,
         "sent_again": 0}}
        """;

    private static final String DRIVE = """
        {"schema": "gale.storm/5", "seed": 1, "config": {"loop": "closed", "count": 100}, "exit": 0,
         "accounting": {"offered": 70, "rejected": {"lost": 0, "dropped": 0}, "mismatched_blocks": 0,
         "completions_posted": 70, "completions_lost": 0, "interrupts_of_the_model": 64, "coalescing": 0,
         "completions_dropped": 0},
         "groups": [{"name": "admin", "completions": 6}, {"name": "queue 1", "completions": 64}]}
        """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws IOException
    {
        Files.writeString(directory.resolve("j.yaml"), JOB);
    }

    @Test
    void shouldHoldWhatWasRecordedAndWriteTheSameBytesAgain() throws IOException
    {
        assertEquals(ExitCode.OK, gate("--record", path("j.yaml")), err.toString());
        final String first = Files.readString(baseline("j"));
        assertEquals(ExitCode.OK, gate(path("j.yaml")), err.toString());
        assertEquals(ExitCode.OK, gate("--record", path("j.yaml")), err.toString());

        assertEquals(first, Files.readString(baseline("j")));
        assertTrue(first.contains("\"schema\" : \"gale.gate/1\""), first);
        assertFalse(first.contains("jdk") || first.contains("cores"), first);
        assertTrue(first.length() < 8_000, () -> first.length() + " bytes");
        assertTrue(out.toString().contains("gate holds: 1 of 1 as recorded or allowed"), out.toString());
    }

    @Test
    void shouldNameInputsThenFiguresThenStagesOfAChange()
    {
        gate("--record", path("j.yaml"));
        out.getBuffer().setLength(0);

        assertEquals(ExitCode.CHECK_FAILED, gate(path("j.yaml"), "--set", "costs.host-irq=900ns"), err.toString());

        final List<String> lines = out.toString().lines().toList();
        assertTrue(lines.get(0).startsWith("j  moved: "), lines.get(0));
        assertTrue(lines.get(1).startsWith("  differs  costs: sha256:"), lines.get(1));
        assertTrue(lines.get(2).strip().startsWith("figure"), lines.get(2));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("  response.mean ")), out.toString());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("  stages   signalled ")), out.toString());
        assertEquals("gate does not hold: 0 of 1 as recorded or allowed", lines.get(lines.size() - 1));
    }

    @Test
    void shouldTellAChangeOfAJobThatMovesNoFigureAsTheSame() throws IOException
    {
        gate("--record", path("j.yaml"));
        Files.writeString(directory.resolve("j.yaml"), "# a comment\n" + JOB + "outliers: 11\n");

        assertEquals(ExitCode.OK, gate(path("j.yaml")), out.toString());
    }

    @Test
    void shouldAcceptOnlyWhatConditionsName() throws IOException
    {
        gate("--record", path("j.yaml"));
        final String moved = Files.readString(baseline("j")).replaceFirst("\"exits\" : ", "\"exits\" : 1")
            .replaceFirst("\"response.p99\" : ", "\"response.p99\" : 1");
        Files.writeString(baseline("j"), moved);

        assertEquals(ExitCode.CHECK_FAILED, gate(path("j.yaml")));
        assertEquals(ExitCode.OK, gate(path("j.yaml"), "--allow", "response.p99 < -1%"), out.toString());
        assertEquals(ExitCode.CHECK_FAILED, gate(path("j.yaml"), "--allow", "response.p99 > 1%"));
        assertEquals(ExitCode.OK, gate(path("j.yaml"), "--allow", "response.p99 < 1s"), out.toString());
        assertEquals(ExitCode.CHECK_FAILED,
            gate(path("j.yaml"), "--allow", "response.p99 < 1s", "--allow", "response.p99 > 1s"));
        assertEquals(ExitCode.CHECK_FAILED, gate(path("j.yaml"), "--allow", "response.p50 < 1s"));
    }

    @Test
    void shouldPutAChangeBeforeAMissingBaselineAndListBoth() throws IOException
    {
        Files.writeString(directory.resolve("k.yaml"), JOB.replace("job: j", "job: k"));
        gate("--record", path("j.yaml"));
        out.getBuffer().setLength(0);

        assertEquals(ExitCode.SKIPPED, gate(path("j.yaml"), path("k.yaml")));
        assertEquals(ExitCode.CHECK_FAILED,
            gate(path("j.yaml"), path("k.yaml"), "--set", "costs.exit=3us"), err.toString());

        assertTrue(out.toString().contains("k  missing: no baseline " + baseline("k")), out.toString());
        assertTrue(out.toString().contains("j  moved: "), out.toString());
    }

    @Test
    void shouldRecordAConditionThatFailsAndNoStormThatBreaks() throws IOException
    {
        Files.writeString(directory.resolve("j.yaml"), JOB + "fail-if: response.p99 > 1ns\n");
        Files.writeString(directory.resolve("k.yaml"), JOB.replace("job: j", "job: k")
            .replace("vpes: 2,", "vpes: 2, guest: {drops: on, handler: 50us},")
            .replace("pes: 2}", "pes: 2, injection: {moves: 1/10}}"));

        assertEquals(ExitCode.OK, gate("--record", path("j.yaml")), err.toString());
        assertEquals(ExitCode.OK, gate(path("j.yaml")), err.toString());
        assertEquals(ExitCode.INVARIANT_BROKEN, gate("--record", path("k.yaml")), err.toString());

        assertFalse(Files.exists(baseline("k")));
        assertTrue(out.toString().contains("k  ended with exit code 7"), out.toString());
    }

    @Test
    void shouldTakeReportsOfChecksBesideJobs() throws IOException
    {
        final Path transcript = Files.writeString(directory.resolve("t.gt"), "# SKIP later\nreadl 0x0\n");
        final StringWriter json = new StringWriter();
        GaleRun.of(json, err, "check", "--json", transcript.toString());
        final String checked = json.toString().replace("\"exit\" : 4", "\"exit\" : 0");
        final Path report = Files.writeString(directory.resolve("c.json"), checked);

        assertEquals(ExitCode.OK, gate("--record", "--report", report.toString()), err.toString());
        assertEquals(ExitCode.OK, gate("--report", report.toString()), out.toString());
        Files.writeString(report, checked.replace("\"skipped\" : 1", "\"skipped\" : 0"));
        assertEquals(ExitCode.CHECK_FAILED, gate("--report", report.toString()), out.toString());

        assertTrue(out.toString().contains("  skipped "), out.toString());
    }

    /** Changes of a report of a device, and whether a gate is to see them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`\"proved_singly\": 5`|`\"proved_singly\": 6`|",
        "`\"lost\": 0`|`\"lost\": 1`|lost",
        "`\"invented\": 0`|`\"invented\": 2`|invented",
        "`\"exit\": 0`|`\"exit\": 7`|exit",
        "`\"handled\": 100`|`\"handled\": 99`|handled",
        "`\"coalesced\": 10`|`\"coalesced\": 11`|looked",
        "`\"left_out\": 0`|`\"left_out\": 1`|left_out",
    })
    void shouldTakeOfADeviceWhatHasNoNoise(final String from, final String to, final String figure) throws IOException
    {
        final Path file = Files.writeString(directory.resolve("d.json"), DEVICE);
        assertEquals(ExitCode.OK, gate("--record", "--report", file.toString()), err.toString());
        Files.writeString(file, DEVICE.replace(from, to));

        assertEquals(figure == null ? ExitCode.OK : ExitCode.CHECK_FAILED, gate("--report", file.toString()),
            out.toString());

        assertTrue(figure == null || out.toString().contains("\n  " + figure + ' '), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`\"completions_posted\": 70`|`\"completions_posted\": 71`|",
        "`\"completions_lost\": 0`|`\"completions_lost\": 1`|completions_lost",
        "`\"mismatched_blocks\": 0`|`\"mismatched_blocks\": 1`|mismatched_blocks",
        "`\"interrupts_of_the_model\": 64`|`\"interrupts_of_the_model\": 63`|interrupts_a_completion",
    })
    void shouldTakeOfADriveWhatHasNoNoise(final String from, final String to, final String figure) throws IOException
    {
        final Path file = Files.writeString(directory.resolve("d.json"), DRIVE);
        assertEquals(ExitCode.OK, gate("--record", "--report", file.toString()), err.toString());
        Files.writeString(file, DRIVE.replace(from, to));

        assertEquals(figure == null ? ExitCode.OK : ExitCode.CHECK_FAILED, gate("--report", file.toString()),
            out.toString());

        assertTrue(figure == null || out.toString().contains("\n  " + figure + ' '), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`\"device_resets\": 0`|`\"device_resets\": 1`",
        "`\"loop\": \"closed\"`|`\"loop\": \"open\"`",
        "`\"count\": 100`|`\"count\": null`",
    })
    void shouldTakeNoCountsOfADeviceThatHaveNoise(final String from, final String to) throws IOException
    {
        final Path file = Files.writeString(directory.resolve("d.json"), DEVICE.replace(from, to));
        assertEquals(ExitCode.OK, gate("--record", "--report", file.toString()), err.toString());
        Files.writeString(file, DEVICE.replace(from, to).replace("\"offered\": 100", "\"offered\": 170")
            .replace("\"handled\": 100", "\"handled\": 170"));

        assertEquals(ExitCode.OK, gate("--report", file.toString()), out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`\"device_resets\": 0`|`\"device_resets\": 2`|`\"dropped\": 0`|`\"dropped\": 7`",
        "`\"loop\": \"closed\"`|`\"loop\": \"open\"`|`\"left_out\": 0`|`\"left_out\": 3`",
        "`\"loop\": \"closed\"`|`\"loop\": \"open\"`|`\"lost\": 0`|`\"lost\": 4`",
    })
    void shouldTakeNoLossOfADeviceThatComesByChance(
        final String from, final String to, final String count, final String other) throws IOException
    {
        final String report = DEVICE.replace(from, to).replace("\"left_out\": 0", "\"left_out\": 9")
            .replace("\"left_out_found\": 0", "\"left_out_found\": 5");
        final Path file = Files.writeString(directory.resolve("d.json"), report);
        assertEquals(ExitCode.OK, gate("--record", "--report", file.toString()), err.toString());
        Files.writeString(file, report.replace(count, other).replace("\"left_out\": 9", "\"left_out\": 8"));

        assertEquals(ExitCode.OK, gate("--report", file.toString()), out.toString());
    }

    @Test
    void shouldSeeALossThatNobodyInjectedAmongThoseThatWere() throws IOException
    {
        final String report = DEVICE.replace("\"loop\": \"closed\"", "\"loop\": \"open\"")
            .replace("\"left_out\": 0", "\"left_out\": 9")
            .replace("\"left_out_found\": 0", "\"left_out_found\": 5")
            .replace("\"lost\": 0", "\"lost\": 5").replace("\"sent_again\": 0", "\"sent_again\": 5");
        final Path file = Files.writeString(directory.resolve("d.json"), report);
        assertEquals(ExitCode.OK, gate("--record", "--report", file.toString()), err.toString());
        Files.writeString(file, report.replace("\"sent_again\": 5", "\"sent_again\": 6"));

        assertEquals(ExitCode.CHECK_FAILED, gate("--report", file.toString()), out.toString());
        assertTrue(out.toString().contains("\n  lost_beside_injection "), out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"coalescing", "completions_dropped"})
    void shouldTakeNoInterruptsOfADriveThatCoalescesOrWasReset(final String count) throws IOException
    {
        final String report = DRIVE.replace("\"" + count + "\": 0", "\"" + count + "\": 1");
        final Path file = Files.writeString(directory.resolve("d.json"), report);
        assertEquals(ExitCode.OK, gate("--record", "--report", file.toString()), err.toString());
        Files.writeString(
            file, report.replace("\"interrupts_of_the_model\": 64", "\"interrupts_of_the_model\": 63"));

        assertEquals(ExitCode.OK, gate("--report", file.toString()), out.toString());
    }

    /** Inputs that are refused before anything runs, each with what the message has. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "|there is nothing to judge",
        "@none.yaml|@none.yaml: no such file",
        "overcommit|'overcommit' is no file of a job, whose name its figures have (gale profiles --print-job",
        "-|'-' is no file of a job, whose name its figures have (its name ends in .yaml or .yml)",
        "j.json|'j.json' is no file of a job, whose name its figures have (its name ends in .yaml or .yml)",
        "@w.yaml|runs on the wall clock, whose figures have noise (write clock: virtual)",
        "@a b.yaml|a name in a baseline has letters, digits",
        "@j.yaml @x/j.yaml|two inputs have the name 'j'",
        "@j.yaml --report @j.json|two inputs have the name 'j'",
        "@j.yaml --allow response.p9<1%|no baseline has a figure 'response.p9': did you mean 'response.p90'?",
        "@j.yaml --allow nonsense|--allow: 'nonsense' is not METRIC OP VALUE",
        "@j.yaml --record --allow rate<1%|--allow: --record takes the figures as they are",
        "@j.yaml --baseline @j.yaml|j.yaml: is no directory",
        "@j.yaml --baseline @none|there is no such directory (--record makes it)",
        "@j.yaml --output @o.txt|its name says no form (.xml, .md, or .json with --format github-benchmark)",
        "@j.yaml --output @o.json|its name says no form",
        "@j.yaml --output @none/o.xml|there is no directory",
        "@j.yaml --format nunit|--format: 'nunit' is no format (there is github-benchmark)",
        "@j.yaml --format github-benchmark|--format names the form of no file",
        "@j.yaml --report @t.md --output @o.md|before .yaml, .yml or .json",
        "@s.yaml --set seed=2|has seed 1, and the job has 2 (record it again)",
        "@j.yaml --set job=x|no variable",
        "@j.yaml --report @b/j.json|two inputs have the name 'j'",
        "--report @b/j.json|is no report of gale check or gale device",
        "--report @j.json|cannot be read",
    })
    void shouldRefuseBadInput(final String words, final String message) throws IOException
    {
        Files.createDirectories(directory.resolve("x"));
        Files.writeString(directory.resolve("x/j.yaml"), JOB);
        Files.writeString(directory.resolve("a b.yaml"), JOB);
        Files.writeString(directory.resolve("w.yaml"), JOB.replace("clock: virtual", "clock: wall")
            .replaceAll("costs: .*\n", "")
            .replace("pes: 2}", "pes: 4}"));
        Files.writeString(directory.resolve("s.yaml"), JOB + "seed: ${seed}\nvars: {seed: 1}\n");
        gate("--record", path("s.yaml"));
        gate("--record", path("j.yaml"));
        err.getBuffer().setLength(0);
        final List<String> all = new ArrayList<>();
        for (final String word : (words == null ? "" : words).replace("a b", "a\u0000b").split(" ", -1))
        {
            if (!word.isEmpty())
            {
                all.add(word.startsWith("@") ? path(word.substring(1).replace('\u0000', ' ')) : word);
            }
        }

        assertEquals(ExitCode.USAGE, gate(all.toArray(new String[0])), out.toString());

        assertTrue(err.toString().replace(directory + "/", "@").contains(message), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "gale.gate/1|gale.gate/0|schema 'gale.gate/0' is not gale.gate/1 (record it again)",
        "gale.gate/1|x|schema 'x' is not gale.gate/1, that of a baseline",
        "`\"job\" : \"j\"`|`\"job\" : \"k\"`|belongs to job 'k', and this is 'j' (record it again)",
        "`\"seed\" : 1`|`\"seed\" : 9`|has seed 9, and the job has 1 (record it again)",
        "`\"seed\" : 1`|`\"seed\" : \"1\"`|lacks one of job, gale, model, seed and digest",
        "`\"exit\" : 0`|`\"exit\" : \"0\"`|figures.exit is no number",
        "`\"exit\" : 0`|`\"exit\" : 1e400`|figures.exit is beyond all figures",
        "`\"exit\" : 0`|`\"exit\" : -99999999999999999999`|figures.exit is beyond all figures",
        "`\"exit\" : 0`|`\"exit\" : 0, \"exit\" : 0`|is not one JSON document",
        "}|]|is not one JSON document",
    })
    void shouldRefuseABaselineOfSomethingElse(final String from, final String to, final String message)
        throws IOException
    {
        gate("--record", path("j.yaml"));
        Files.writeString(baseline("j"), Files.readString(baseline("j")).replace(from, to));

        assertEquals(ExitCode.USAGE, gate(path("j.yaml")), out.toString());

        assertTrue(err.toString().contains(message), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    /** A baseline without hashes cannot name the inputs that changed, and one without stages compares none. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "`\"hashes\" : \\{[^}]*\\}`|`\"hashes\" : {}`|lacks the hash 'job' of its inputs (record it again)",
        "`\"costs\" : \"sha256:`|`\"costs\" : \"`|lacks the hash 'costs' of its inputs (record it again)",
        "`\"stages\" : \\{[^}]*\\}`|`\"stages\" : {}`|lacks the stages of the responses that it names" })
    void shouldRefuseABaselineWithoutHashesOrStages(final String from, final String to, final String message)
        throws IOException
    {
        gate("--record", path("j.yaml"));
        Files.writeString(baseline("j"), Files.readString(baseline("j")).replaceFirst(from, to));

        assertEquals(ExitCode.USAGE, gate(path("j.yaml")), out.toString());

        assertTrue(err.toString().contains(message), err.toString());
    }

    @Test
    void shouldTakeABaselineOfAJobWithoutLatencies() throws IOException
    {
        Files.writeString(directory.resolve("off.yaml"), JOB + "latency: off\n");
        assertEquals(ExitCode.OK, gate("--record", path("off.yaml")), err.toString());

        assertEquals(ExitCode.OK, gate(path("off.yaml")), out.toString());
    }

    @Test
    void shouldRefuseAReportOfChecksWithoutTranscripts() throws IOException
    {
        final Path file = Files.writeString(
            directory.resolve("c.json"), "{\"schema\": \"gale.check/1\", \"exit\": 0, \"transcripts\": []}");

        assertEquals(ExitCode.USAGE, gate("--record", "--report", file.toString()), out.toString());

        assertTrue(err.toString().contains("c.json: has no transcript, and so proves nothing"), err.toString());
    }

    @Test
    void shouldSeeAFigureWithoutANameByTheDigest() throws IOException
    {
        gate("--record", path("j.yaml"));
        final String text = Files.readString(baseline("j"));
        Files.writeString(baseline("j"), text.replaceFirst("\"digest\" : \"\\w", "\"digest\" : \"x"));

        assertEquals(ExitCode.CHECK_FAILED, gate(path("j.yaml")), out.toString());

        assertTrue(out.toString().contains("a figure without a name"), out.toString());
    }

    @Test
    void shouldSeeAFigureThatTheBaselineLacks() throws IOException
    {
        gate("--record", path("j.yaml"));
        Files.writeString(baseline("j"), Files.readString(baseline("j")).replaceFirst("\"rate\" : \\d+,", ""));

        assertEquals(ExitCode.CHECK_FAILED, gate(path("j.yaml")), out.toString());

        assertTrue(out.toString().contains("\n  rate "), out.toString());
    }

    @Test
    void shouldRecordTheExactSumOfEachStage() throws IOException
    {
        gate("--record", path("j.yaml"));

        final JsonNode json = new ObjectMapper().readTree(Files.readString(baseline("j")));
        assertTrue(json.at("/stages/signalled").asLong() > 0, json.toString());
        json.path("stages").properties().forEach(stage -> assertEquals(
            json.path("figures").path(stage.getKey() + ".mean").asDouble() *
            json.path("figures").path(stage.getKey() + ".count").asDouble(), stage.getValue().asDouble(), 0.5));
    }

    @Test
    void shouldLeaveTheAdminQueueOutOfTheInterruptsACompletion() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("d.json"), DRIVE);

        assertEquals(ExitCode.OK, gate("--record", "--report", file.toString()), err.toString());

        assertTrue(Files.readString(baseline("d")).contains("\"interrupts_a_completion\" : 1\n"), "64 of 64");
    }

    @Test
    void shouldNeverWriteThroughALink() throws IOException
    {
        final Path other = Files.writeString(directory.resolve("other"), "kept");
        Files.createDirectories(directory.resolve("b"));
        Files.createSymbolicLink(baseline("j"), other);

        assertEquals(ExitCode.USAGE, gate("--record", path("j.yaml")));

        assertTrue(err.toString().contains("is a link, and a baseline is a file (remove it)"), err.toString());
        assertEquals("kept", Files.readString(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"j.yaml", "b/j.json"})
    void shouldRefuseAnOutputThatIsAnInput(final String input) throws IOException
    {
        gate("--record", path("j.yaml"));
        Files.createSymbolicLink(directory.resolve("o.md"), directory.resolve(input));

        assertEquals(ExitCode.USAGE, gate(path("j.yaml"), "--output", path("o.md")));

        assertTrue(err.toString().contains("o.md: is read, too (name another file)"), err.toString());
    }

    /** A control that acts ends a gate with 7, and one that never acted cannot be recorded. */
    @Test
    void shouldSayThatAControlNeverActed() throws IOException
    {
        Files.writeString(directory.resolve("k.yaml"), JOB.replace("job: j", "job: k")
            .replace("pes: 2}", "pes: 2, injection: {legacy: on}}"));

        assertEquals(ExitCode.SKIPPED, gate("--record", path("k.yaml")), err.toString());

        assertFalse(Files.exists(baseline("k")));
        assertTrue(err.toString().contains("gale gate: k: the mistake never acted: nothing was pending or came in " +
            "the gap of an event's swap (legacy=on), try -C toggles=1/1000 or a larger --count"), err.toString());
    }

    private int gate(final String... words)
    {
        final List<String> all = new ArrayList<>(List.of("gate"));
        if (!List.of(words).contains("--baseline"))
        {
            all.addAll(List.of("--baseline", path("b")));
        }
        all.addAll(List.of(words));

        return GaleRun.of(out, err, all.toArray(new String[0]));
    }

    private Path baseline(final String name)
    {
        return directory.resolve("b").resolve(name + ".json");
    }

    private String path(final String name)
    {
        return directory.resolve(name).toString();
    }
}
