package org.gale.engine.cli;

import java.io.StringWriter;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale bench} where the jar of the benchmarks was not built, as in these tests. */
class BenchCommandTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void shouldExplainItselfWithoutItsJar(final String option)
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "bench", option), err.toString());

        assertTrue(out.toString().contains("Usage: gale bench"), out.toString());
        assertTrue(out.toString().contains("gale bench --list"), out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void shouldTellTheVersionWithoutItsJar(final String option)
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "bench", option), err.toString());

        assertTrue(out.toString().startsWith("gale "), out.toString());
    }

    @Test
    void shouldRefuseRowsWithoutItsJar()
    {
        assertEquals(ExitCode.USAGE, GaleRun.of(out, err, "bench", "depth"));

        assertEquals("gale bench: no jar of the benchmarks: start this with engine/bin/gale, which builds it" +
            System.lineSeparator(), err.toString());
    }
}
