package org.gale.engine.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class FileFailureTest
{
    @Test
    void shouldSayWhyAFileCannotBeUsed()
    {
        assertEquals("/x: no such file or directory", FileFailure.text(new NoSuchFileException("/x")));
        assertEquals("/x: permission denied", FileFailure.text(new AccessDeniedException("/x")));
        assertEquals("/x: Too many open files",
            FileFailure.text(new FileSystemException("/x", null, "Too many open files")));
        assertEquals("No space left on device", FileFailure.text(new IOException("No space left on device")));
        for (final IOException failure : List.of(new DirectoryNotEmptyException("/x"),
            new NotDirectoryException("/x"), new FileAlreadyExistsException("/x")))
        {
            assertEquals(failure.getMessage() + ": ", FileFailure.text(failure).substring(0, 4));
        }
    }
}
