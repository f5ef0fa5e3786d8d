package org.gale.engine.cli.storm;

import java.io.StringWriter;
import java.util.List;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.MachineSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Options that are refused in every command, and the two ways to ask for help. */
class StrictOptionsTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "storm -C debug=true -C debug=false | gale storm: -C: 'debug' is given twice",
        "storm -C window=1 -C window=2 | gale storm: -C: 'window' is given twice",
        "storm -C debug=perhaps | gale storm: -C debug: 'perhaps' is not true or false",
        "check -C debug=1 x.gt | gale check: -C debug: '1' is not true or false",
        "storm --seed 1 --seed 1 | gale storm: --seed is given twice",
        "replay --to 1 --to 2 run1 | gale replay: --to is given twice",
        "storm --journal= | gale storm: --journal: '' names no file or directory",
        "storm --json= | gale storm: --json: '' names no file or directory",
        "script --journal= | gale script: --journal: '' names no file or directory",
        "storm --vms 4k --vpes 1 --lpis 8k | gale storm: --vms: 4000 × --lpis 8000 are 32000000 LPIs, more",
        "storm --vms 4k --vpes 1 --devices 4k --events 1 | gale storm: --vms: 4000 × --devices 4000 are 16000000",
        "check - - | gale check: -: standard input is given twice",
        "help strom | gale help: no command 'strom': did you mean 'storm'?",
        "help storm now | gale help: no command 'now'",
    })
    void shouldRefuse(final String words, final String message)
    {
        assertEquals(ExitCode.USAGE, run(words.split(" ")));

        assertTrue(err.toString().startsWith(message), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void shouldRefuseAnEmptyPathOperand()
    {
        assertEquals(ExitCode.USAGE, run("replay", ""));

        assertEquals("gale replay: DIR: '' names no file or directory" + System.lineSeparator(), err.toString());
    }

    @ParameterizedTest
    @CsvSource({ "storm, storm", "journal verify, journal verify", "help, help" })
    void shouldExplainACommandWhenHelpIsAskedForIt(final String words, final String command)
    {
        assertEquals(ExitCode.OK, run(("help " + words).split(" ")));
        final String help = out.toString();

        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run((command + " --help").split(" ")));
        assertEquals(out.toString(), help);
        assertTrue(help.contains("Usage: gale " + command), help);
    }

    @Test
    void shouldShowTheOverviewWhenHelpIsAskedForNothing()
    {
        assertEquals(ExitCode.OK, run("help"));
        final String overview = out.toString();

        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run());
        assertEquals(out.toString(), overview);
    }

    @Test
    void shouldTakeACommandBehindTheEndOfOptions()
    {
        assertEquals(ExitCode.OK, run("--", "profiles", "default"));

        assertTrue(out.toString().startsWith("default"), out.toString());
    }

    @Test
    void shouldExplainEveryKey()
    {
        assertEquals(ExitCode.OK, run("storm", "--help"));

        final List<String> costs = StormOptions.keyNames().stream().filter(StrictOptionsTest::isCost).toList();
        for (final String key : StormOptions.keyNames())
        {
            assertTrue(isCost(key) || MachineSettings.isNumbered(key) ||
                out.toString().contains(System.lineSeparator() + "      " + key + '='), key);
        }
        assertEquals(Cost.values().length, costs.size());
        assertTrue(out.toString().contains("costs.exit=900ns"), out.toString());
    }

    @Test
    void shouldExplainEachCostInATableOfItsOwn()
    {
        assertEquals(ExitCode.OK, run("profiles", "--costs", "zero"));

        for (final Cost cost : Cost.values())
        {
            assertTrue(out.toString().contains(System.lineSeparator() + "  " + cost.label() + ' '), cost.label());
        }
    }

    private static boolean isCost(final String key)
    {
        return key.startsWith("costs.") && !key.equals("costs.base");
    }

    private int run(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}
