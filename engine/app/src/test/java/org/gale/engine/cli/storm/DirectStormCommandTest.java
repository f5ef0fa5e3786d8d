package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale storm direct} from the command line. */
class DirectStormCommandTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldReportTheIdentityOfEachRoute()
    {
        assertEquals(ExitCode.OK, storm("-C", "toggles=1M", "--count", "30k"), err.toString());

        final String report = out.toString();
        assertTrue(report.contains("storm    direct: 4 VMs × 4 VPEs on 16 PEs"), report);
        for (final String route : List.of("direct", "forwarded", "in transition"))
        {
            assertTrue(report.lines().anyMatch(
                line -> line.startsWith(route + " ") && line.endsWith(" pending, remainder 0")), report);
        }
        assertTrue(
            report.contains("\nlost                        0                  owed, and pending nowhere"), report);
        assertTrue(report.contains("the same as live"), report);
    }

    @Test
    void shouldWriteTheFiguresOfTransitionsAsJson() throws IOException
    {
        assertEquals(ExitCode.OK, storm("-C", "toggles=1M", "--count", "30k", "--journal", "none", "--json", "-"),
            err.toString());

        final JsonNode accounting = new ObjectMapper().readTree(out.toString()).get("accounting");
        assertEquals(30_000, accounting.get("direct").longValue() + accounting.get("forwarded").longValue() +
            accounting.get("in_transition").longValue());
        assertEquals(0, accounting.get("lost").longValue());
        assertTrue(accounting.get("transition_steps").longValue() > 8);
        assertTrue(accounting.get("transition_max_ns").longValue() >= accounting.get("transition_mean_ns").longValue());
        assertTrue(accounting.has("longest_wait_ns") && accounting.has("waited") && accounting.has("moves"));
    }

    @Test
    void shouldExplainItsKeysInTheHelp()
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "storm", "--help"));

        final String help = out.toString().replaceAll("\\s+", " ");
        assertTrue(help.contains("toggles=R|N/EVENTS Transitions between direct and software-forwarded"), help);
        assertTrue(help.contains("vpeid_bits=B The pool has 2^B vPEIDs for all VMs. Default: 16."), help);
    }

    @Tag("V4-RFC-5")
    @Test
    void shouldEndTheStormOfThePostedOrderAndNameTheMessageThatIsLost()
    {
        final String journal = directory.resolve("run1").toString();

        assertEquals(ExitCode.INVARIANT_BROKEN,
            storm("-C", "legacy=on", "-C", "toggles=1M", "--count", "300k", "--journal", journal), err.toString());

        assertTrue(err.toString().matches("(?s)gale storm: P1 broken: VM \\d LPI \\d{4}, set pending by command " +
            "[\\d,]+, is neither pending nor acknowledged\\.\n  Lost by command [\\d,]+(?: itself)?: [A-Z].*\\.\n" +
            "  Stopped at command [\\d,]+\\. Go there: gale replay \\S+ --to \\d+ --step.*"), err.toString());
        assertLostThere(journal, err.toString());
        assertTrue(err.toString().contains("\n  See it in a browser: gale explore " + journal + "\n"), err.toString());
        assertTrue(err.toString().matches("(?s).*\n  LPI \\d{4} of VM \\d: (not )?pending.*\n  last commands: .*"),
            err.toString());                                                    // pending where a message came again
        assertTrue(out.toString().matches("(?s).*\nlost +[1-9]\\d* +VM \\d LPI \\d{4}.*"), out.toString());
    }

    /** Checks that the interrupt which a message names is pending before the command that lost it, and not after it. */
    private void assertLostThere(final String journal, final String message)
    {
        final Matcher parts = Pattern.compile("VM (\\d) LPI (\\d+), set pending by command ([\\d,]+).*\n  Lost by " +
            "command ([\\d,]+)( itself)?: (.*)[.]\n.* --to (\\d+) --step", Pattern.DOTALL).matcher(message);
        assertTrue(parts.find(), message);
        final long raised = Long.parseLong(parts.group(3).replace(",", ""));
        final long lost = Long.parseLong(parts.group(4).replace(",", ""));
        assertEquals(lost - 1, Long.parseLong(parts.group(7)));
        assertEquals(raised == lost, parts.group(5) != null);
        assertTrue(raised <= lost, message);
        final String lpi = "vm" + parts.group(1) + ".lpi" + parts.group(2);
        final StringWriter watched = new StringWriter();
        assertEquals(ExitCode.OK, GaleRun.of(watched, new StringWriter(), "replay", journal, "--watch", lpi + ".owed",
            "--watch", lpi + ".pending", "--to", Long.toString(lost)));

        final List<String> lines = watched.toString().lines().toList();
        final String last = lines.get(lines.size() - 1);
        assertTrue(last.startsWith(parts.group(4) + "  " + lpi), watched.toString());
        assertTrue(last.endsWith("   by " + parts.group(6)), last);
    }

    /** By events the same is lost on every host: the storm ends at the same event and names the same interrupts. */
    @Tag("V4-RFC-5")
    @Test
    void shouldLoseTheSameOnEveryHostWhenTogglesGoByEvents()
    {
        final String[] control = {"-C", "legacy=on", "-C", "toggles=1/10k", "-C", "moves=0", "--count", "100k",
            "--latency", "off", "--warmup", "0", "--journal", "none"};
        assertEquals(ExitCode.INVARIANT_BROKEN, storm(control), err.toString());
        final String lost = line(out.toString(), "lost ");
        final String offered = line(out.toString(), "offered ").replaceAll("(offered +[0-9,]+).*", "$1");
        out.getBuffer().setLength(0);

        assertEquals(ExitCode.INVARIANT_BROKEN, storm(appended(control, "-C", "handler=10us")), err.toString());

        assertTrue(lost.matches("lost +[1-9]\\d* +VM \\d LPI \\d{4}.*"), lost);
        assertEquals(lost, line(out.toString(), "lost "));
        assertTrue(line(out.toString(), "offered ").startsWith(offered), offered + out);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "toggles=1/10k moves=1/1k, no transition, toggles=1/10k",
        "toggles=1/1k moves=1/10k, no move, moves=1/10k",
        "legacy=on toggles=1/10k moves=0, no transition, toggles=1/10k",
        "policy=all-or-nothing moves=1/10k, no move, moves=1/10k"})
    void shouldSayThatARunShowsNothing(final String keys, final String what, final String asked) throws IOException
    {
        final Path report = directory.resolve("report.json");

        assertEquals(ExitCode.SKIPPED,
            storm(appended(keyed(keys), "--count", "5k", "--json", report.toString())), out.toString());

        final String sentence =
            what + " was completed: this run shows nothing about them (-C " + asked + ", 0 due: offer more events";
        assertTrue(err.toString().contains("gale storm: " + sentence), err.toString());
        assertTrue(out.toString().replaceAll("\\n +", " ").contains(sentence), out.toString());
        assertFalse(err.toString().contains("stays"), err.toString());          // its temporary journal is removed
        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertEquals(4, json.at("/exit").asInt());
        assertTrue(json.at("/failure").isNull());
    }

    /** The posted order shows what it loses by transitions alone. */
    @Test
    void shouldSayThatAControlWithoutTransitionsShowsNothing()
    {
        assertEquals(ExitCode.SKIPPED,
            storm("-C", "legacy=on", "-C", "toggles=0", "-C", "moves=0", "--count", "5k"), out.toString());

        assertTrue(err.toString().contains("gale storm: the mistake never acted: nothing was pending or came in the " +
            "gap of an event's swap (legacy=on), try -C toggles=1/1000 or a larger --count"), err.toString());
    }

    @Test
    void shouldSayWhyNoTransitionBegan()
    {
        assertEquals(ExitCode.SKIPPED, storm("--vms", "2", "--vpes", "2", "-C", "toggles=1/1k", "-C", "moves=0",
            "-C", "vpeid_bits=1", "--count", "1k", "--seed", "2"), out.toString());

        assertTrue(err.toString().contains("(-C toggles=1/1000, 0 of 1 begun: a transition was open, or no vPEID was " +
            "free)"), err.toString());
    }

    /** Exit code 4 is the last in rank. */
    @Test
    void shouldNotHideAConditionThatIsMet()
    {
        assertEquals(ExitCode.CHECK_FAILED,
            storm("-C", "toggles=1/10k", "--count", "5k", "--fail-if", "offered > 1"), out.toString());
    }

    @Test
    void shouldSayNothingOfActionsThatNobodyAskedFor()
    {
        assertEquals(ExitCode.OK, storm("-C", "toggles=0", "-C", "moves=0", "--count", "5k"), err.toString());

        assertFalse(out.toString().contains(" begun"), out.toString());
    }

    @Test
    void shouldTellWhatWasAskedAndNotKept() throws IOException
    {
        final Path report = directory.resolve("report.json");

        assertEquals(ExitCode.OK, storm("-C", "toggles=1/100", "-C", "moves=1/1k", "--count", "20k",
            "--json", report.toString()), err.toString());

        final JsonNode actions = new ObjectMapper().readTree(report.toFile()).at("/actions");
        assertEquals("1/100", actions.at("/toggles/asked").asText());
        assertEquals(200, actions.at("/toggles/due").asLong());
        final long begun = actions.at("/toggles/begun").asLong();
        assertTrue(begun > 10 && begun < 200, actions.toString());
        assertFalse(actions.at("/toggles/kept_up").asBoolean());
        assertEquals(20, actions.at("/moves/due").asLong());
        assertEquals(20, actions.at("/moves/begun").asLong());
        assertTrue(actions.at("/moves/kept_up").asBoolean());
        assertTrue(out.toString().contains("toggles 1/100 events asked, " + begun + " of 200 begun: a transition was " +
            "open, or no vPEID was free\n"), out.toString());
        assertTrue(out.toString().contains("\ntoggles 1/100 events: " + begun + " of 200 begun, " + begun +
            " completed \u00b7 did not keep up\nmoves 1/1000 events: 20 of 20 begun, 20 completed \u00b7 kept up\n"),
            out.toString());
        assertEquals(begun, sum(actions.at("/timeline/ended")));
        assertEquals(20, sum(actions.at("/timeline/moves")));
        final long heldNs = sum(actions.at("/timeline/held_ns"));
        assertTrue(heldNs > 0 && heldNs < sum(actions.at("/timeline/open_ns")), actions.toString());
    }

    @Test
    void shouldTellARateByTheClockThatWasNotKept() throws IOException
    {
        assertEquals(ExitCode.OK, storm("-C", "toggles=100k", "-C", "moves=0", "--count", "30k", "--json", "-"),
            err.toString());

        final JsonNode toggles = new ObjectMapper().readTree(out.toString()).at("/actions/toggles");
        assertEquals("100000", toggles.at("/asked").asText());
        assertFalse(toggles.at("/kept_up").asBoolean(), toggles.toString());
        assertTrue(toggles.at("/due").asLong() > 10 * toggles.at("/begun").asLong(), toggles.toString());
    }

    private static long sum(final JsonNode list)
    {
        long sum = 0;
        for (final JsonNode figure : list)
        {
            sum += figure.asLong();
        }

        return sum;
    }

    private static String line(final String text, final String begin)
    {
        return text.lines().filter(line -> line.startsWith(begin)).findFirst().orElseThrow();
    }

    private static String[] keyed(final String keys)
    {
        return Arrays.stream(keys.split(" ", -1)).flatMap(key -> Stream.of("-C", key)).toArray(String[]::new);
    }

    private static String[] appended(final String[] words, final String... more)
    {
        return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
    }

    private int storm(final String... arguments)
    {
        final List<String> words = new ArrayList<>(List.of("storm", "direct"));
        words.addAll(List.of(arguments));

        return GaleRun.of(out, err, words.toArray(new String[0]));
    }
}
