package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of {@code gale bench}, mostly where the jar of the benchmarks was not built, as in these tests. */
@Isolated("sets a property of the process")
class BenchCommandTest
{
    private static final String JAR = "gale.bench.jar";

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

    /** A jar of one class that ends with the number of its arguments. */
    @Test
    void shouldEndAsTheBenchmarksDo(@TempDir final Path directory) throws IOException
    {
        final Path source = Files.writeString(directory.resolve("Rows.java"),
            "public final class Rows { public static void main(String[] rows) { System.exit(rows.length); } }");
        assertEquals(0, ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, source.toString()));
        final Path jar = directory.resolve("rows.jar");
        assertEquals(0, ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err,
            "-cfe", jar.toString(), "Rows", "-C", directory.toString(), "Rows.class"));

        System.setProperty(JAR, jar.toString());
        try
        {
            assertEquals(2, GaleRun.of(out, err, "bench", "depth", "cycle"), err.toString());
        }
        finally
        {
            System.clearProperty(JAR);
        }
    }

    @Test
    void shouldRefuseRowsWithoutItsJar()
    {
        assertEquals(ExitCode.USAGE, GaleRun.of(out, err, "bench", "depth"));

        assertEquals("gale bench: no jar of the benchmarks: start this with engine/bin/gale of a checkout, " +
            "which builds it" + System.lineSeparator(), err.toString());
    }
}
