package org.gale.engine.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.TerminationSignals;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Texts that a test imports, and what becomes of them. */
abstract class ImportedTexts
{
    private static final String HEAD = "time,cpu,vector,service\n";

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    final void assertImport(final String text, final String rows, final String... options) throws IOException
    {
        Files.writeString(directory.resolve("a"), text);
        final String[] arguments = new String[options.length + 5];
        System.arraycopy(new String[]{"import", "ftrace", path("a"), "-o", "-"}, 0, arguments, 0, 5);
        System.arraycopy(options, 0, arguments, 5, options.length);

        assertEquals(HEAD + rows, csv(arguments), err.toString());
    }

    final void assertRefused(final String text, final String message) throws IOException
    {
        Files.writeString(directory.resolve("a"), text);

        assertEquals(ExitCode.USAGE, gale("import", "ftrace", path("a"), "-o", path("refused")), out.toString());

        assertTrue(err.toString().contains(message), err.toString());
        assertFalse(Files.exists(directory.resolve("refused")));
    }

    final String path(final String name)
    {
        return directory.resolve(name).toString();
    }

    /** Runs a command that writes its events to stdout, and returns them. */
    private String csv(final String... arguments)
    {
        err.getBuffer().setLength(0);
        final ByteArrayOutputStream csv = new ByteArrayOutputStream();
        new CommandLine(new ImportCommand(InputStream.nullInputStream(), csv,
            new TerminationSignals(() -> { }, () -> { }))).setErr(new PrintWriter(err))
            .execute(Arrays.copyOfRange(arguments, 1, arguments.length));

        return csv.toString(StandardCharsets.UTF_8);
    }

    final int gale(final String... arguments)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);

        return GaleRun.of(out, err, arguments);
    }
}
