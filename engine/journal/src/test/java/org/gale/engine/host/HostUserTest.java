package org.gale.engine.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HostUserTest
{
    private static final int NOBODY = 65_534;

    @TempDir
    private Path directory;

    @Test
    void shouldOwnWhatItMakesAlone() throws IOException
    {
        final Path own = Files.createDirectory(directory.resolve("own"));

        assertTrue(HostUser.owns(own));
        assertFalse(HostUser.owns(ofAnother(directory.resolve("other"))));
    }

    @Test
    void shouldAskALinkAndNotWhereItLeadsTo() throws IOException
    {
        final Path link =
            Files.createSymbolicLink(directory.resolve("link"), ofAnother(directory.resolve("other")));

        assertTrue(HostUser.owns(link));
    }

    @Test
    void shouldSayThatAFileIsNotThere()
    {
        assertThrows(NoSuchFileException.class, () -> HostUser.owns(directory.resolve("absent")));
    }

    /** Returns a directory of another user: root gives one away, and anybody else has that of root. */
    private static Path ofAnother(final Path path) throws IOException
    {
        if (!HostUser.id().equals("0"))
        {
            return Path.of("/");
        }
        Files.createDirectory(path);
        Files.setAttribute(path, "unix:uid", NOBODY);

        return path;
    }
}
