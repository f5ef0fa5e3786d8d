package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.report.AnswerJson;
import org.gale.engine.storm.result.answer.Answer;
import org.gale.engine.storm.result.answer.Estimate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AnswerCommandTest
{
    private static final String DIRECT = """
        job: pair
        clock: virtual
        count: 600
        latency: all
        machine: {kind: gicv4, pes: 8, scheduler: {queues: one, enqueue: tail}, injection: {moves: 0, toggles: 0}}
        defaults: {vpes: 2, guest: {handler: 2us}}
        vms:
          - {name: quiet, count: 2, devices: [{name: disk, count: 1, events: 32, traffic: {kind: open, rate: 20k}}]}
          - {name: loud, count: 2, devices: [{name: nic, count: 1, events: 32, traffic: {kind: open, rate: 100k}}]}
        """;

    @TempDir
    private static Path shared;
    /** Answer to a question that several tests read, and its words. */
    private static Path asked;
    private static String text;

    @TempDir
    private Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void ask() throws IOException
    {
        final Path job = Files.writeString(shared.resolve("job.yaml"), DIRECT);
        asked = shared.resolve("answer.json");
        final StringWriter words = new StringWriter();
        assertEquals(ExitCode.OK, GaleRun.of(words, words, "storm", job.toString(), "--what-if", "--draws", "2",
            "--seeds", "3", "--json", asked.toString()), words.toString());
        text = words.toString();
    }

    private static Answer asked() throws IOException
    {
        return AnswerJson.read(new ObjectMapper().readTree(asked.toFile()));
    }

    @Test
    void shouldAnswerForAJobOfTheUser() throws IOException
    {
        final Answer answer = asked();

        assertEquals("direct", answer.question());
        assertEquals(List.of(1L, 2L, 3L), answer.head().seeds());
        assertEquals(List.of("quiet", "loud"), answer.head().groups());
        assertEquals("drawn", answer.head().order());
        final List<List<String>> labels = answer.rows().stream().map(Answer.AnswerRow::labels).toList();
        assertEquals(List.of("none", "0", "-", "1:1"), labels.get(0));
        assertEquals(List.of("all direct", "8", "-", "1:1"), labels.get(1));
        assertTrue(labels.contains(List.of("vm-by-boot", "4", "quietest first", "1:1")), labels.toString());
        assertTrue(labels.contains(List.of("vcpu-by-load", "2", "-", "1:1")), labels.toString());
        assertEquals(List.of("all direct", "8", "-", "4:1"), labels.get(labels.size() - 4));
        assertEquals(List.of("vcpu-by-load", "4", "-", "1:1 + moves"), labels.get(labels.size() - 1));
        assertEquals(2 + 2 * (2 + 2 * 4) + 2 + 3, labels.size());
        assertTrue(answer.rows().get(1).figure("mean").worth().isShown(), answer.toString());
        assertNull(answer.rows().get(0).figure("p99").value(), "600 events are too few for a p99");
        assertEquals(List.of(), answer.breakEven());
        assertEquals(List.of(), answer.breakEvenIo());
        assertTrue(answer.lines().contains(
            "The option 'full' finds the costs at which the worth changes its sign, and the loads at which " +
                "completions differ."),
            answer.lines().toString());
        assertTrue(answer.works().stream().mapToLong(work -> work.journaled()).sum() > 0, answer.works().toString());
    }

    @Test
    void shouldSayTheAnswerFirst()
    {
        final List<String> lines = text.lines().toList();
        assertTrue(lines.get(2).startsWith("With a PE for each vCPU, direct injection of all vCPUs "), lines.get(2));
        assertTrue(text.contains("Selection (vm-by-load over vm-by-boot): "), text);
        assertTrue(text.contains("- (600)"), "p99 has the least number of samples in its place");
    }

    /** A closed loop of drives: the words begin with what devices complete, and name a range over costs. */
    @Test
    void shouldBeginWithWhatDevicesComplete() throws IOException
    {
        final String drive = job(DIRECT.replace("{kind: open, rate: 20k}", "{kind: io, depth: 4, service: 10us}"));
        final Answer answer = answer(drive, "--what-if", "--draws", "2", "--seeds", "3");

        final String first = answer.lines().get(0);
        assertTrue(first.startsWith("With a PE for each vCPU, direct injection of all vCPUs "), first);
        assertTrue(first.contains(" completions a second"), first);
        assertTrue(first.contains("; with unmeasured costs at half to twice: "), first);
        assertTrue(answer.lines().get(1).startsWith("  Change per request: exits "), answer.lines().toString());
        final Answer.AnswerRow all = answer.rows().get(1);
        final Answer.AnswerRow none = answer.rows().get(0);
        assertEquals(0, all.figure("exits_per_request").value().value(), 0.05);
        assertTrue(none.figure("exits_per_request").value().value() > 0.05, none.toString());
        assertTrue(all.figure("host_per_request").change().value() < 0, all.toString());
        assertEquals((all.figure("mean").value().value() - none.figure("mean").value().value()) /
            none.figure("mean").value().value(), all.figure("mean").change().value(), 1e-9);
    }

    /** Costs of the groups add up to those of all, seed by seed: times of PEs, and exits of guests. */
    @Test
    void shouldHaveCostsOfRequestsByGroupThatAddUp() throws IOException
    {
        final String drives = job(DIRECT.replace("{kind: open, rate: 20k}", "{kind: io, depth: 4, service: 10us}")
            .replace("{kind: open, rate: 100k}", "{kind: io, depth: 4, service: 30us}").replace("pes: 8", "pes: 2"));
        final Answer answer = answer(drives, "--vary", "machine.injection.policy=none,per-vcpu", "--seeds", "3",
            "--count", "2000");

        for (final Answer.AnswerRow row : answer.rows())
        {
            for (final String cost : List.of("exits_per_request", "host_per_request", "guest_per_request"))
            {
                for (int seed = 0; seed < 3; seed++)
                {
                    final double all = of(row, "completions_per_s", seed) * of(row, cost, seed);
                    final double quiet = of(row, "quiet.completions_per_s", seed) * of(row, "quiet." + cost, seed);
                    final double loud = of(row, "loud.completions_per_s", seed) * of(row, "loud." + cost, seed);
                    assertTrue(quiet >= 0 && loud >= 0 && quiet + loud > 0, row.toString());
                    assertEquals(all, quiet + loud, 1e-6 * all, cost + " of " + row.labels());
                }
            }
        }
    }

    private static double of(final Answer.AnswerRow row, final String figure, final int seed)
    {
        return row.figure(figure).ofSeeds().get(seed);
    }

    /** A p99 of each group needs a thousand responses. */
    @ParameterizedTest
    @CsvSource({"direct", "overcommit"})
    void shouldAskAboutAHostWhoseGroupsEachGetTheirEvents(final String profile) throws IOException
    {
        assertEquals(ExitCode.OK, gale("storm", profile, "--what-if", "--print-job"), err.toString());
        final Path json = directory.resolve("run.json");
        assertEquals(ExitCode.OK, gale("storm", job(out.toString()), "--journal", "none", "--no-replay", "--quiet",
            "--json", json.toString()), err.toString());

        new ObjectMapper().readTree(json.toFile()).path("groups").forEach(group -> assertTrue(
            group.at("/latency_ns/response/count").asLong() >= 1_000, group.path("name") + ": " +
            group.at("/latency_ns/response/count")));
    }

    /** No vCPU takes a move where a VM has one vCPU alone, and one seed has no interval. */
    @Test
    void shouldMoveNothingWhereAVmHasOneVcpu() throws IOException
    {
        final Path json = directory.resolve("answer.json");
        assertEquals(ExitCode.OK, gale("storm", job(DIRECT.replace("vpes: 2", "vpes: 1").replace("pes: 8", "pes: 4")),
            "--what-if", "--draws", "0", "--seeds", "1", "--json", json.toString()), err.toString());
        final Answer answer = AnswerJson.read(new ObjectMapper().readTree(json.toFile()));

        assertTrue(out.toString().lines().findFirst().orElseThrow().endsWith("seed 1, no intervals"), out.toString());
        assertTrue(answer.rows().stream().noneMatch(row -> row.labels().get(3).contains("moves")),
            answer.rows().toString());
        assertEquals(List.of(), answer.ranges());
    }

    /** With drawn orders of booting, and a PE for each vCPU; the order as listed is another question. */
    @Test
    @Tag("slow")
    void shouldAnswerTheSameWhereverAJobListsItsLoudVms() throws IOException
    {
        final List<String> lines = DIRECT.lines().toList();
        final String head = String.join("\n", lines.subList(0, lines.size() - 2)) + '\n';
        final String quiet = lines.get(lines.size() - 2) + '\n';
        final String loud = lines.get(lines.size() - 1) + '\n';
        final String one = loud.replace("count: 2", "count: 1");
        final List<Answer> answers = new ArrayList<>();
        for (final String vms : List.of(loud + quiet, quiet + loud, one + quiet + one.replace("loud", "louder")))
        {
            answers.add(answer(job(head + vms), "--what-if", "--draws", "2", "--seeds", "4"));
        }

        for (final Answer answer : answers)
        {
            for (final Answer.AnswerRow row : answer.rows())
            {
                final List<String> labels = row.labels();
                if (row.figure("mean").worth() != null && labels.get(3).equals("1:1") &&
                    List.of("-", "drawn").contains(labels.get(2)))
                {
                    answers.forEach(other -> assertTrue(isAlike(answer, other, labels), labels + ": " +
                        worth(answer, labels) + ", " + worth(other, labels)));
                }
            }
        }
        assertFalse(isAlike(answers.get(0), answers.get(1), List.of("vm-by-boot", "4", "as listed", "1:1")));
    }

    /** Returns whether two worths lie within twice their intervals: of four seeds some intervals are short. */
    private static boolean isAlike(final Answer one, final Answer other, final List<String> labels)
    {
        return Math.abs(worth(one, labels).value() - worth(other, labels).value()) <=
            length(worth(one, labels)) + length(worth(other, labels));
    }

    private static double length(final Estimate worth)
    {
        return worth.high() - worth.low();
    }

    private static Estimate worth(final Answer answer, final List<String> labels)
    {
        return answer.rows().stream().filter(row -> row.labels().equals(labels)).findFirst().orElseThrow()
            .figure("mean").worth();
    }

    @Test
    void shouldCompareAnswers() throws IOException
    {
        final String job = job(DIRECT);
        final Path before = Files.copy(asked, directory.resolve("before.json"));
        answer(job, "--what-if", "--draws", "2", "--seeds", "3", "--set", "costs.inject=5us");
        out.getBuffer().setLength(0);

        final String after = directory.resolve("answer.json").toString();
        final Path summary = directory.resolve("compared.md");
        assertEquals(ExitCode.OK, gale("compare", before.toString(), after, "--output", summary.toString()),
            err.toString());
        assertEquals("differs  costs.inject: 300ns / 5us", out.toString().lines().toList().get(1));
        assertTrue(Files.readString(summary).contains("differs  costs.inject: 300ns / 5us"), "a summary");
        assertTrue(out.toString().contains("none 0 - 1:1"), out.toString());
        assertTrue(out.toString().contains(" differences shown"), out.toString());
        out.getBuffer().setLength(0);
        final Path earlier = Files.writeString(directory.resolve("earlier.json"),
            Files.readString(before).replace("gale.answer/2", "gale.answer/1"));
        assertEquals(ExitCode.USAGE, gale("compare", earlier.toString(), after));
        assertEquals("gale compare: " + earlier + ": /schema is \"gale.answer/1\", expected the schema that this " +
            "gale reads (gale.answer/2)\n", err.toString());
        assertEquals(ExitCode.OK, gale("compare", before.toString(), before.toString()), err.toString());
        assertTrue(out.toString().endsWith(" compared; no difference shown\n"), out.toString());
    }

    @Test
    void shouldHaveIntervalsWhenAKeyVariesOverSeeds() throws IOException
    {
        final Answer answer = answer(job(DIRECT), "--vary", "costs.inject=300ns,5us", "--seeds", "3");

        assertEquals("vary", answer.question());
        assertEquals(List.of("costs.inject"), answer.keys());
        assertEquals(List.of("5us"), answer.rows().get(1).labels());
        assertNotNull(answer.rows().get(1).figure("loud.mean").worth().low());
        assertEquals(List.of(), answer.sensitivity());
    }

    /** The first key is the choice: dearer injections are compared with cheaper ones at the same handler alone. */
    @Test
    void shouldCompareAChoiceWithItsLikeWhenTwoKeysVary() throws IOException
    {
        final String[] words = {"--vary", "costs.inject=300ns,5us", "--vary", "vms.loud.guest.handler=2us,20us",
            "--set", "machine.injection.policy=none", "--seeds", "3"};
        final Answer answer = answer(job(DIRECT), words);

        assertEquals(List.of(List.of("300ns", "2us"), List.of("300ns", "20us"), List.of("5us", "2us"),
            List.of("5us", "20us")), answer.rows().stream().map(Answer.AnswerRow::labels).toList());
        for (int handler = 0; handler < 2; handler++)
        {
            final Answer.AnswerFigure before = answer.rows().get(handler).figure("mean");
            final Answer.AnswerFigure after = answer.rows().get(2 + handler).figure("mean");
            assertNull(before.worth(), "a baseline");
            for (int seed = 0; seed < 3; seed++)
            {
                assertTrue(before.ofSeeds().get(seed) < after.ofSeeds().get(seed), before + ", " + after);
            }
            assertEquals(before.value().value() - after.value().value(), after.worth().value(), 1e-6);
        }
    }

    /** A drive of depth 4 and 10 us: a direct vCPU completes more, since the drive waits for its guest. */
    @Test
    void shouldHaveRequestsCompletionsAndPathsAsFigures() throws IOException
    {
        final String drive = job(DIRECT.replace("{kind: open, rate: 20k}", "{kind: io, depth: 4, service: 10us}"));
        final Answer answer = answer(drive, "--vary", "machine.injection.policy=none,per-vcpu", "--seeds", "3");

        final Answer.AnswerRow none = answer.rows().get(0);
        final Answer.AnswerRow direct = answer.rows().get(1);
        assertEquals(1.0, none.figure("forwarded_share").value().value());
        assertEquals(0.0, direct.figure("forwarded_share").value().value());
        assertNull(direct.figure("forwarded_share").worth(), "neither is better");
        for (final String prefix : List.of("", "quiet."))
        {
            final double before = none.figure(prefix + "completions_per_s").value().value();
            final double after = direct.figure(prefix + "completions_per_s").value().value();
            assertTrue(after > before, before + ", " + after);
            assertEquals(after - before, direct.figure(prefix + "completions_per_s").worth().value(), 1e-6);
            assertTrue(none.figure(prefix + "request_p50").value().value() >
                direct.figure(prefix + "request_p50").worth().value(), direct.toString());
            assertTrue(none.figure(prefix + "request_p50").least() > 0, none.toString());
        }
        assertNull(none.figure("loud.completions_per_s"), "an open stream has no model");
        assertTrue(answer.lines().contains(
            "  The path whose share changes most: forwarded, from 100 % to 0 %."), answer.lines().toString());
    }

    @Test
    void shouldNameWhatIsComparedWhenTwoKeysVary() throws IOException
    {
        assertEquals(ExitCode.OK, gale("storm", job(DIRECT), "--vary", "costs.inject=5us,300ns", "--vary",
            "vms.loud.guest.handler=2us,20us", "--set", "machine.injection.policy=none", "--seeds", "2"),
            err.toString());

        final String text = out.toString().replaceAll("\\s+", " ");
        for (final String at : List.of("2us", "20us"))
        {
            assertTrue(text.contains("At vms.loud.guest.handler " + at + ", costs.inject 300ns takes "), text);
        }
        assertTrue(text.matches(".* off the mean response of 5us, [0-9.]+ us[.] .*"), text);
        assertTrue(out.toString().contains("\nmean response\ncosts.inject  vms.loud.guest.handler 2us  " +
            "vms.loud.guest.handler 20us\n5us"), out.toString());
        assertTrue(out.toString().contains("\nworth of the mean over costs.inject 5us\n"), out.toString());
    }

    @ParameterizedTest
    @CsvSource({"msix, true", "kvm, false"})
    void shouldAssumeCostsOfFunctionsOnlyWhereThereAreSome(final String kind, final boolean isOfFunctions)
        throws IOException
    {
        final Path page = directory.resolve("page.html");
        final String text = "job: functions\nclock: virtual\nmachine: {kind: " + kind +
            "}\nvms: [{name: a, devices: [{name: disk, count: 1, events: 8}]}]\n";

        answer(job(text), "--count", "200", "--vary", "costs.signal=0,1us", "--seeds", "2", "--html", page.toString());

        final String assumed = Files.readString(page);
        assertTrue(assumed.contains(">trap</td>"), "costs of each host");
        assertEquals(isOfFunctions, assumed.contains(">msix-table</td>"));
        assertEquals(isOfFunctions, assumed.contains(">msix-config</td>"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "machine: {kind: gicv5}|JOB: kind gicv5 has neither direct injection nor a scheduler to ask about (try " +
            "machine.kind=gicv4)",
        "machine: {kind: msix}|JOB: kind msix has neither direct injection nor a scheduler to ask about (try " +
            "machine.kind=gicv4)"})
    void shouldRefuseWhatHasNoAnswer(final String line, final String message) throws IOException
    {
        final String key = line.substring(0, line.indexOf(':') + 1);
        final String text = DIRECT.lines().filter(one -> !one.startsWith(key)).reduce(line, (a, b) -> a + '\n' + b);
        final String job = job(text + '\n');

        assertEquals(ExitCode.USAGE, gale("storm", job, "--what-if"), out.toString());
        assertEquals("gale storm: " + message.replace("JOB", job) + '\n', err.toString());
    }

    private Answer answer(final String job, final String... more) throws IOException
    {
        final Path json = directory.resolve("answer.json");
        final List<String> words =
            new ArrayList<>(List.of("storm", job, "--quiet", "--json", json.toString()));
        words.addAll(List.of(more));
        assertEquals(ExitCode.OK, gale(words.toArray(new String[0])), err.toString());

        return AnswerJson.read(new ObjectMapper().readTree(Files.readString(json)));
    }

    private String job(final String text) throws IOException
    {
        return Files.write(directory.resolve("job.yaml"), text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private int gale(final String... words)
    {
        return GaleRun.of(out, err, words);
    }
}
