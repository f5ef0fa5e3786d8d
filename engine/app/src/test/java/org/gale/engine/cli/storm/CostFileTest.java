package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Costs of a file beside a job. */
class CostFileTest
{
    private static final String JOB = """
        job: j
        clock: virtual
        costs: {base: armv8-vhe, exit: 1us, enter: 2us, eoi: 3us}
        machine: {kind: kvm}
        vms: [{name: a, devices: [{name: d, count: 1, events: 4, traffic: {kind: open, rate: 10k}}]}]
        """;
    private static final String COSTS = """
        costs: {enter: 20us, eoi: 30us, schedule: {list: [[4us, 9], [9us, 1]]}, lr-limit: 8}
        source: {enter: by hand, eoi: by hand, schedule: cyclictest, lr-limit: a manual}
        """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws IOException
    {
        Files.writeString(directory.resolve("j.yaml"), JOB);
        Files.writeString(directory.resolve("c.yaml"), COSTS);
    }

    @Test
    void shouldWinOverTheJobAndNotOverAnAssignment()
    {
        assertEquals(ExitCode.OK, gale("storm", path("j.yaml"), "--costs", path("c.yaml"), "--set", "costs.eoi=40us",
            "--print-job"), err.toString());

        final String job = out.toString();
        for (final String line : List.of("base: armv8-vhe", "exit: 1us", "enter: 20us", "eoi: 40us", "lr-limit: 8",
            "schedule: {list: [[4us, 9], [9us, 1]]}"))
        {
            assertTrue(job.contains("  " + line + "\n"), job);
        }
    }

    @Test
    void shouldWinOverTheBaseOfAProfileAndNotOverAnOption()
    {
        assertEquals(ExitCode.OK, gale("storm", "overcommit", "--clock", "virtual", "--costs", path("c.yaml"),
            "-C", "costs.eoi=40us", "--print-job"), err.toString());

        final String job = out.toString();
        for (final String line : List.of("enter: 20us", "eoi: 40us", "lr-limit: 8", "inject: 300ns"))
        {
            assertTrue(job.contains("  " + line + "\n"), job);
        }
    }

    @Test
    void shouldReplaceTheBaseOfAJobByThatOfTheFile() throws IOException
    {
        Files.writeString(directory.resolve("c.yaml"), "costs: {base: zero}\n");

        assertEquals(ExitCode.OK, gale("storm", path("j.yaml"), "--costs", path("c.yaml"), "--print-job"),
            err.toString());

        assertTrue(out.toString().contains("  base: zero\n"), out.toString());
        assertTrue(out.toString().contains("  exit: 1us\n"), out.toString());
        assertTrue(out.toString().contains("  inject: 0s\n"),
            out.toString());
    }

    @Test
    void shouldBeOfEveryRunOfASeries()
    {
        assertEquals(ExitCode.OK, gale("storm", path("j.yaml"), "--costs", path("c.yaml"), "--vary",
            "costs.exit=1us,2us", "--print-job"), err.toString());

        assertTrue(out.toString().contains("  enter: 20us\n"), out.toString());
    }

    @Test
    void shouldCheckAJobWithThem()
    {
        assertEquals(ExitCode.OK, gale("job", "check", path("j.yaml"), "--costs", path("c.yaml")), err.toString());
        assertEquals(ExitCode.USAGE, gale("job", "check", path("j.yaml"), "--costs", path("none")));

        assertEquals("gale job check: " + path("none") + ": no such file", err.toString().strip());
    }

    /** Files that are none, each with the message. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "costs: {exitt: 1us}|c.yaml:1:9: costs.exitt: 'exitt' is no key of costs: did you mean 'exit'?",
        "costs: {exit: -1us}|costs.exit: '-1us' is below 0 (try 2us, or 0 for no time)",
        "costs: {exit: 2s}|costs.exit: '2s' has a time above 1s, the most of a cost",
        "costs: {lr-limit: 17}|costs.lr-limit: 17 is not in 1 to 16",
        "costs: {poll: {exponential: 1us}}|is drawn, and poll is one time or a window",
        "costs: {base: none}|costs.base: 'none' is not one of",
        "costs: {exit: 1us}|costs.exit: has no source (write source: {exit: 'where it is from'})",
        "costs: {exit: 1us}\\nsource: {exit: x, entre: x}|source.entre: is the source of no cost",
        "costs: {exit: 1us}\\nsource: {exit: }|source.exit: nothing stands where a value belongs",
        "cost: {exit: 1us}|'cost' is no key of a file of costs: did you mean 'costs'?",
        "source: {}|costs: is missing (write costs: {exit: 900ns})",
        "costs: 900ns|costs: '900ns' is no map",
        "job: x|'job' is no key of a file of costs",
        "- 1|a list is no file of costs: a file of costs is a map (begin with: costs: {exit: 900ns})",
        "costs: {exit: '${x}'}|costs.exit: ",
    })
    void shouldRefuseAFileThatIsNone(final String text, final String message) throws IOException
    {
        Files.writeString(directory.resolve("c.yaml"), text.replace("\\n", "\n"));

        assertEquals(ExitCode.USAGE, gale("storm", path("j.yaml"), "--costs", path("c.yaml")), out.toString());

        assertTrue(err.toString().contains(message), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().startsWith("gale storm: " + path("c.yaml") + ':'), err.toString());
    }

    @Test
    void shouldRefuseADirectoryAndStandardInput()
    {
        assertEquals(ExitCode.USAGE, gale("storm", path("j.yaml"), "--costs", directory.toString()));
        assertEquals(ExitCode.USAGE, gale("storm", path("j.yaml"), "--costs", "-"));

        assertEquals(List.of("gale storm: " + directory + ": is a directory, and a file of costs is none",
            "gale storm: -: costs come from a file, not from standard input (name one)"),
            err.toString().lines().toList());
    }

    @Test
    void shouldRefuseThemOnTheWallClockAndInAStormThatGoesOn()
    {
        assertEquals(ExitCode.USAGE, gale("storm", "overcommit", "--costs", path("c.yaml")));
        assertEquals(ExitCode.USAGE, gale("storm", path("j.yaml"), "--costs", path("c.yaml"), "--clock", "wall"));
        assertEquals(ExitCode.USAGE, gale("storm", "--resume", path("run"), "--costs", path("c.yaml")));

        final List<String> lines = err.toString().lines().toList();
        assertTrue(lines.get(0).contains("needs virtual time (try --clock virtual, or leave it out)"), lines.get(0));
        assertTrue(lines.get(1).contains("needs virtual time"), lines.get(1));
        assertTrue(lines.get(2).contains("--costs: a storm that goes on has the costs of its journal"), lines.get(2));
    }

    private int gale(final String... words)
    {
        return GaleRun.of(out, err, words);
    }

    private String path(final String name)
    {
        return directory.resolve(name).toString();
    }
}
