package org.gale.engine.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.script.FakeTarget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        assertEquals(ExitCode.OK, GaleCommand.run(GaleCommand.commandLine(FakeTarget::create),
            new PrintWriter(out, true), new PrintWriter(err, true), "storm", "--help"));

        final String help = out.toString().replaceAll("\\s+", " ");
        assertTrue(help.contains("toggles=R Transitions between direct and software-forwarded"), help);
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
            "[\\d,]+, is neither pending nor acknowledged\\.\n  Stopped at command [\\d,]+\\. Go there: " +
            "gale replay \\S+ --to \\d+ --step.*"), err.toString());
        assertTrue(out.toString().matches("(?s).*\nlost +[1-9]\\d* +VM \\d LPI \\d{4}.*"), out.toString());
    }

    private int storm(final String... arguments)
    {
        final List<String> words = new ArrayList<>(List.of("storm", "direct"));
        words.addAll(List.of(arguments));

        return GaleCommand.run(GaleCommand.commandLine(FakeTarget::create), new PrintWriter(out, true),
            new PrintWriter(err, true), words.toArray(new String[0]));
    }
}
