package org.gale.engine.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void shouldGiveTheReasonAloneToAMessageThatNamesTheFile()
    {
        assertEquals("no such file or directory", FileFailure.reason(new NoSuchFileException("/proc/.gale-1-1.part")));
        assertEquals("Is a directory", FileFailure.reason(new FileSystemException("/x", null, "Is a directory")));
        assertEquals("No space left on device", FileFailure.reason(new IOException("No space left on device")));
    }

    @Test
    void shouldNameAPathOnce()
    {
        final Path run = Path.of("/proc/run");

        assertEquals("no such file or directory", FileFailure.textBehind(run, new NoSuchFileException("/proc/run")));
        assertEquals("/proc: permission denied", FileFailure.textBehind(run, new AccessDeniedException("/proc")));
        assertEquals("too long", FileFailure.textBehind(run, new IOException("too long")));
    }

    @Test
    void shouldSayThatALinkLeadsToNothing(@TempDir final Path directory) throws IOException
    {
        final Path loop = directory.resolve("loop");
        Files.createSymbolicLink(loop, loop);

        assertEquals("is a symbolic link that leads to no file", FileFailure.missing(loop, "file"));
        assertEquals("no such directory", FileFailure.missing(directory.resolve("none"), "directory"));
    }

    @Test
    void shouldNotSayTheWordsOfJava()
    {
        assertEquals("Too many levels of symbolic links", FileFailure.reason(new FileSystemException("/x", null,
            "Too many levels of symbolic links or unable to access attributes of symbolic link")));
        assertEquals("Too many levels of symbolic links", FileFailure.reason(new FileSystemLoopException("/x")));
        assertEquals("its file system is not in the list of mounts, or too few files may be open",
            FileFailure.reason(new IOException("Mount point not found")));
        assertEquals("the host gives no reason", FileFailure.reason(new IOException()));
        assertEquals("/x: the host gives no reason", FileFailure.text(new NotLinkException("/x")));
    }
}
