package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of commands that read the journals of a storm of several engines. */
class EngineCommandsTest
{
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path run;

    @BeforeEach
    void setUp()
    {
        run = directory.resolve("run");
        assertEquals(ExitCode.OK, gale("storm --engines 2 --vms 3 --vpes 1 --lpis 64 --devices 1 --count 3k " +
            "--no-replay --journal " + run), err.toString());
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
    }

    private int gale(final String words)
    {
        return GaleRun.of(out, err, words.split(" "));
    }

    private List<String> lines(final String beginning)
    {
        return out.toString().lines().filter(line -> line.startsWith(beginning)).toList();
    }

    @ParameterizedTest
    @CsvSource({"replay, journal  ", "journal verify, journal  ", "journal describe, journal  "})
    void shouldReadTheJournalsOfAllEngines(final String command, final String beginning)
    {
        assertEquals(ExitCode.OK, gale(command + ' ' + run), err.toString());

        final List<String> lines = lines(beginning.strip());
        for (final String engine : List.of("engine-000", "engine-001"))
        {
            assertTrue(lines.stream().anyMatch(line -> line.contains(run.resolve(engine).toString())), out.toString());
        }
    }

    @Test
    void shouldRepairAllAndExportTheEventsOfAll()
    {
        assertEquals(ExitCode.OK, gale("journal repair " + run), err.toString());

        assertEquals(1, lines("engine 0: sound    nothing to repair").size());
        assertEquals(1, lines("engine 1: sound    nothing to repair").size());
    }

    @Test
    void shouldNameTheEngineWhoseJournalIsDamaged() throws IOException
    {
        final Path file = run.resolve("engine-001").resolve("gale.journal");
        final byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertEquals(ExitCode.JOURNAL_DAMAGED, gale("journal verify " + run));

        assertTrue(err.toString().startsWith("gale journal verify: engine 1: "), err.toString());
        assertTrue(out.toString().contains("engine-000"), out.toString());
    }

    @ParameterizedTest
    @CsvSource({"replay RUN --to 5", "replay RUN --step", "replay RUN --watch vm0.lpi0.pending",
        "replay RUN --bisect vm0.lpi0.pending", "journal dump RUN", "inspect RUN@5 vist --vm 0", "replay RUN --to=5"})
    void shouldRefuseANumberOfACommandWithTheJournals(final String words)
    {
        assertEquals(ExitCode.USAGE, gale(words.replace("RUN", run.toString())));

        assertTrue(err.toString().endsWith(": " + run + ": a command has its number in one journal. Name one of " +
            run.resolve("engine-000") + " to " + run.resolve("engine-001") + "\n"), err.toString());
    }

    @ParameterizedTest
    @CsvSource({"0, engine-000", "1, engine-001", "2, engine-000"})
    void shouldInspectTheMachineThatHasAVm(final int vm, final String engine)
    {
        assertEquals(ExitCode.OK, gale("inspect " + run + " vist --vm " + vm), err.toString());

        assertTrue(out.toString().startsWith("vist of " + run.resolve(engine)), out.toString());
        assertTrue(out.toString().contains("valid          true"), out.toString());
    }

    @Test
    void shouldRefuseToInspectNoVmOrOneThatNoEngineHas()
    {
        assertEquals(ExitCode.USAGE, gale("inspect " + run + " regs"));
        assertEquals(ExitCode.USAGE, gale("inspect " + run + " vist --vm 3"));

        assertTrue(err.toString().contains("(with --vm N, that of the VM is shown)"), err.toString());
        assertTrue(err.toString().contains(run + ": no engine has VM 3"), err.toString());
        assertFalse(out.toString().contains("valid"), out.toString());
    }
}
