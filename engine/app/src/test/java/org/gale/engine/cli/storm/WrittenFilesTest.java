package org.gale.engine.cli.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WrittenFilesTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldReadAFileAlsoBehindALink() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("a"), "text");
        final Path link = Files.createSymbolicLink(directory.resolve("b"), Path.of("a"));

        assertTrue(WrittenFiles.isFile(file));
        assertTrue(WrittenFiles.isFile(Files.createSymbolicLink(directory.resolve("c"), link)));
    }

    @Test
    void shouldReadNoDeviceNoDirectoryAndNothingThatIsMissing() throws IOException
    {
        final Path link = Files.createSymbolicLink(directory.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(directory.resolve("b"), link);

        assertFalse(WrittenFiles.isFile(link));
        assertFalse(WrittenFiles.isFile(directory));
        assertFalse(WrittenFiles.isFile(directory.resolve("c")));
        assertFalse(WrittenFiles.isFile(Path.of("/dev/null")));
    }

    /** A standard output that is a file has the text of the storm, too. */
    @Test
    void shouldReadNoFileBehindADescriptor() throws IOException
    {
        final Path link = Files.createSymbolicLink(directory.resolve("a"), Path.of("/proc/self/status"));

        assertFalse(WrittenFiles.isFile(Path.of("/proc/self/status")));
        assertFalse(WrittenFiles.isFile(link));
    }
}
