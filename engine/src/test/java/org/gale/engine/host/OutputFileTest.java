package org.gale.engine.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OutputFileTest
{
    @TempDir
    private Path directory;

    @Test
    void shouldReplaceAnEarlierFileWhenTheContentIsComplete() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("report.json"), "a longer earlier report");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        OutputFile.writeText(file, writer -> writer.write("new"));

        assertEquals("new", Files.readString(file));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(1, count());
    }

    @Test
    void shouldKeepAnEarlierFileWhenTheContentFails() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("report.json"), "earlier");

        assertThrows(IOException.class, () -> OutputFile.writeText(file, writer ->
        {
            writer.write("half of");
            throw new IOException("No space left on device");
        }));

        assertEquals("earlier", Files.readString(file));
        assertEquals(1, count());
    }

    @Test
    void shouldLeaveNothingWhenANewFileFails() throws IOException
    {
        assertThrows(IOException.class, () -> OutputFile.write(directory.resolve("new"), stream ->
        {
            stream.write(1);
            throw new IOException("No space left on device");
        }));

        assertEquals(0, count());
    }

    @Test
    void shouldWriteWhereALinkLeadsAndKeepTheLink() throws IOException
    {
        final Path file = directory.resolve("report.json");
        final Path link = Files.createSymbolicLink(directory.resolve("latest"), Path.of("report.json"));

        OutputFile.writeText(link, writer -> writer.write("first"));                // the link dangles
        assertEquals("first", Files.readString(file));
        OutputFile.writeText(link, writer -> writer.write("second"));

        assertTrue(Files.isSymbolicLink(link));
        assertEquals("second", Files.readString(file));
        assertEquals(2, count());
    }

    @Test
    @Timeout(60)
    void shouldNotWaitForAReaderOfAPipe() throws IOException, InterruptedException
    {
        final Path pipe = directory.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        final IOException failure =
            assertThrows(IOException.class, () -> OutputFile.writeText(pipe, writer -> writer.write("new")));
        assertEquals(pipe + ": no process reads this pipe", FileFailure.text(failure));

        final Process reader = new ProcessBuilder("sh", "-c", "exec 3<>\"$0\"; echo; head -c 3 <&3", pipe.toString())
            .start();
        assertEquals('\n', reader.getInputStream().read());
        OutputFile.writeText(pipe, writer -> writer.write("new"));
        assertEquals("new", new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void shouldWriteADeviceInPlace() throws IOException
    {
        OutputFile.writeText(Path.of("/dev/null"), writer -> writer.write("gone"));

        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    }

    private long count() throws IOException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.count();
        }
    }
}
