package org.gale.engine.host;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

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

    /** Needs a user who cannot replace the device, as a fault of this class would for all of the host. */
    @Test
    void shouldWriteADeviceInPlace() throws IOException
    {
        assumeFalse(Files.isWritable(Path.of("/dev")), "a user who cannot write to /dev");
        OutputFile.writeText(Path.of("/dev/null"), writer -> writer.write("gone"));

        assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    }

    @Test
    void shouldWriteANewFileForItsOwnerAlone() throws IOException
    {
        final Path file = directory.resolve("own");
        OutputFile.writeOwnText(file, writer -> writer.write("secret"));

        assertEquals("secret", Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void shouldFindTheUnfinishedFilesOfProcessesThatDied() throws IOException, InterruptedException
    {
        final Process dead = new ProcessBuilder("true").start();
        assertEquals(0, dead.waitFor());
        final String prefix = ".gale-" + dead.pid() + '-';
        final Path second = Files.createFile(directory.resolve(prefix + "2.part"));
        final Path first = Files.createFile(directory.resolve(prefix + "1.part"));
        Files.createFile(directory.resolve(".gale-" + ProcessHandle.current().pid() + "-1.part"));
        Files.createDirectory(directory.resolve(prefix + "3.part"));
        Files.createSymbolicLink(directory.resolve(prefix + "4.part"), first);
        Files.createFile(directory.resolve(prefix + "5.parts"));

        assertEquals(List.of(first, second), OutputFile.left(directory, first, directory, directory.resolve("none")));
    }

    @Test
    void shouldRefuseAFileBesideWhichAreTooManyUnfinishedOnes() throws IOException
    {
        final String prefix = ".gale-" + ProcessHandle.current().pid() + '-';
        for (int i = 1; i < 100; i++)
        {
            Files.createFile(directory.resolve(prefix + i + ".part"));
        }
        OutputFile.writeText(directory.resolve("last"), writer -> writer.write("fits"));
        Files.createFile(directory.resolve(prefix + "100.part"));
        final Path refused = directory.resolve("refused");

        assertEquals("fits", Files.readString(directory.resolve("last")));
        assertEquals(refused + ": too many unfinished files .gale-*.part next to it",
            assertThrows(FileAlreadyExistsException.class, () -> OutputFile.writeText(
                refused, writer -> writer.write("new"))).getMessage());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldNotFollowADescriptorOfAFileThatIsGone() throws IOException
    {
        final Path file = directory.resolve("gone");
        try (OutputStream stream = Files.newOutputStream(file);
            Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd")))
        {
            final Path descriptor = descriptors.filter(one -> leadsTo(file, one)).findFirst().orElseThrow();
            assertEquals(file, OutputFile.followed(descriptor));
            Files.delete(file);

            assertEquals(descriptor, OutputFile.followed(descriptor));
            stream.write(1);
        }
    }

    private static boolean leadsTo(final Path file, final Path descriptor)
    {
        try
        {
            return Files.readSymbolicLink(descriptor).equals(file);
        }
        catch (final IOException ex)
        {
            return false;                                                       // it was closed meanwhile
        }
    }

    private long count() throws IOException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            return files.count();
        }
    }
}
