package org.gale.engine.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

@EnabledOnOs(OS.LINUX)
class OpenFilesTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldFindAFileWhileItIsOpenUnderAnyName() throws IOException
    {
        final Path file = Files.createFile(directory.resolve("file"));
        final Path link = Files.createLink(directory.resolve("link"), file);
        final Path other = Files.createFile(directory.resolve("other"));
        assertFalse(OpenFiles.mayContain(file));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            assertTrue(channel.isOpen());
            assertTrue(OpenFiles.mayContain(file));
            assertTrue(OpenFiles.mayContain(link));
            assertFalse(OpenFiles.mayContain(other));
        }

        assertFalse(OpenFiles.mayContain(file));
    }

    @Test
    void shouldFindNoFileThatIsNotThere()
    {
        assertFalse(OpenFiles.mayContain(directory.resolve("absent")));
    }
}
