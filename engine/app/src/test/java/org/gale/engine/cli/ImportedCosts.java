package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Texts of which {@code gale import costs} makes costs, or which it refuses. */
abstract class ImportedCosts
{
    private static final String MADE = "made.yaml";

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    private final String name;

    /** @param name of the file that a text is put into */
    ImportedCosts(final String name)
    {
        this.name = name;
    }

    /** Imports a text that is refused: its message begins so, is the only one, and no file is made. */
    final void refuses(final String text, final String message) throws IOException
    {
        err.getBuffer().setLength(0);
        Files.deleteIfExists(directory.resolve(MADE));
        Files.writeString(directory.resolve(name), text);

        assertEquals(ExitCode.USAGE, gale("import", "costs", path(name), "-o", path(MADE)), out.toString());

        assertTrue(err.toString().startsWith("gale import: " + path(name) + message), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertFalse(Files.exists(directory.resolve(MADE)));
    }

    /** Imports a text, and returns the file that is made. */
    final String imported(final String text) throws IOException
    {
        Files.writeString(directory.resolve(name), text);

        assertEquals(ExitCode.OK, gale("import", "costs", path(name), "-o", path(MADE), "--force"), err.toString());

        return Files.readString(directory.resolve(MADE));
    }

    /** Returns the costs of a file on one line. */
    static String costs(final String yaml)
    {
        return yaml.substring(yaml.indexOf("costs:\n") + "costs:\n".length(), yaml.indexOf("source:\n"))
            .strip().replace("\n  ", " ");
    }

    final int gale(final String... words)
    {
        return GaleRun.of(out, err, words);
    }

    final String path(final String file)
    {
        return directory.resolve(file).toString();
    }
}
