package org.gale.engine.host;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Output file of a command. The content is written beside its place, forced, and then renamed, so that a full disk or
 * a crash leaves the previous file as it was. Symbolic links are followed and stay. Devices, pipes, and files in a
 * directory that cannot be written are written in place.
 */
public final class OutputFile
{
    private static final int ATTEMPT_LIMIT = 100;
    private static final int LINK_LIMIT = 40;
    private static final FileAttribute<?> OWNER_ALONE =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Pattern UNFINISHED = Pattern.compile("\\.gale-([0-9]{1,10})-[0-9]{1,3}\\.part");

    private OutputFile()
    {
    }

    /** Writer of the bytes of a file. */
    @FunctionalInterface
    public interface Content
    {
        /** Writes all bytes; may close the stream. */
        void to(OutputStream stream) throws IOException;
    }

    /** Writer of the text of a file. */
    @FunctionalInterface
    public interface Text
    {
        /** Writes the text; may close the writer. */
        void to(Writer writer) throws IOException;
    }

    /**
     * Writes text as UTF-8.
     *
     * @throws IOException if the file could not be written; an earlier one is then as it was
     */
    public static void writeText(final Path path, final Text text) throws IOException
    {
        write(path, content(text));
    }

    /**
     * Writes text as UTF-8 if no file is there: of several writers at once one writes, and what it writes is there as a
     * whole or not at all.
     *
     * @return false if a file was there, which is as it was
     * @throws IOException if the file could not be written
     */
    public static boolean writeFirst(final Path path, final Text text) throws IOException
    {
        final Path beside = beside(path);
        try
        {
            write(beside, content(text));
            force(beside);
            link(beside, path);

            return true;
        }
        catch (final FileAlreadyExistsException ex)
        {
            return false;
        }
        finally
        {
            Files.deleteIfExists(beside);
        }
    }

    /** Gives a file its name, which no file has; without links by a rename, which checks the name first. */
    private static void link(final Path beside, final Path path) throws IOException
    {
        try
        {
            Files.createLink(path, beside);
        }
        catch (final FileAlreadyExistsException ex)
        {
            throw ex;
        }
        catch (final UnsupportedOperationException | FileSystemException ex)
        {
            Files.move(beside, path);
        }
    }

    /**
     * Writes text as UTF-8 for this user alone: a new file has mode 0600.
     *
     * @throws IOException if the file could not be written; an earlier one is then as it was
     */
    public static void writeOwnText(final Path path, final Text text) throws IOException
    {
        write(path, content(text), OWNER_ALONE);
    }

    /**
     * Writes bytes.
     *
     * @throws IOException if the file could not be written; an earlier one is then as it was
     */
    public static void write(final Path path, final Content content) throws IOException
    {
        write(path, content, new FileAttribute<?>[0]);
    }

    private static void write(final Path path, final Content content, final FileAttribute<?>... attributes)
        throws IOException
    {
        final Path place = followed(path);
        if (!isReplaceable(place))
        {
            NamedPipe.checkReader(place);
            try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(place)))
            {
                content.to(stream);
            }
            return;
        }
        final Path beside = beside(place, attributes);
        boolean isComplete = false;
        try
        {
            try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(beside)))
            {
                content.to(stream);
            }
            force(beside);
            if (Files.exists(place))
            {
                Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(place));
            }
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
            isComplete = true;
        }
        finally
        {
            if (!isComplete)
            {
                Files.deleteIfExists(beside);
            }
        }
    }

    /**
     * Opens a file that grows while its writer works. A pipe or a device is written in place.
     *
     * @param replaces true to empty a file that is there
     * @return the file, empty; the caller closes it
     * @throws FileAlreadyExistsException if a file is there, and is not to be replaced
     * @throws IOException                if it cannot be opened, or nobody reads a pipe
     */
    public static FileChannel open(final Path path, final boolean replaces) throws IOException
    {
        final Path place = followed(path);
        if (Files.exists(place) && !Files.isRegularFile(place))
        {
            NamedPipe.checkReader(place);

            return FileChannel.open(place, StandardOpenOption.WRITE);
        }

        return replaces ?
            FileChannel.open(place, StandardOpenOption.WRITE, StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING) :
            FileChannel.open(place, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    /**
     * Returns the unfinished files of processes that died.
     *
     * @param directories to look in; one that cannot be read has none
     */
    public static List<Path> left(final Path... directories) throws IOException
    {
        final Set<Path> left = new LinkedHashSet<>();
        for (final Path directory : directories)
        {
            if (Files.isDirectory(directory))
            {
                try (Stream<Path> entries = Files.list(directory))
                {
                    entries.filter(OutputFile::isLeft).sorted().forEach(left::add);
                }
            }
        }

        return List.copyOf(left);
    }

    private static boolean isLeft(final Path file)
    {
        final Matcher name = UNFINISHED.matcher(file.getFileName().toString());

        return name.matches() && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) &&
            ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    /** {@return the file that a chain of symbolic links leads to, whether it exists or not} */
    public static Path followed(final Path path) throws IOException
    {
        Path followed = path.toAbsolutePath();
        for (int i = 0; i < LINK_LIMIT && Files.isSymbolicLink(followed); i++)
        {
            final Path target = Files.readSymbolicLink(followed);
            if (Files.exists(followed) && !Files.exists(followed.resolveSibling(target)))
            {
                return followed;                                // a descriptor in /proc: its link names no path
            }
            followed = followed.resolveSibling(target);
        }

        return followed;
    }

    private static Content content(final Text text)
    {
        return stream ->
        {
            try (Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8))
            {
                text.to(writer);
            }
        };
    }

    private static boolean isReplaceable(final Path place)
    {
        return (Files.isRegularFile(place) || Files.notExists(place)) && Files.isWritable(place.getParent());
    }

    private static Path beside(final Path place, final FileAttribute<?>... attributes) throws IOException
    {
        for (int i = 1; i <= ATTEMPT_LIMIT; i++)
        {
            final Path beside = place.resolveSibling(
                ".gale-" + ProcessHandle.current().pid() + '-' + i + ".part");
            try
            {
                return Files.createFile(beside, attributes);
            }
            catch (final FileAlreadyExistsException ex)
            {
                assert Files.exists(beside) : ex;               // of another writer or an earlier process
            }
        }

        throw new FileAlreadyExistsException(place + ": too many unfinished files .gale-*.part next to it");
    }

    private static void force(final Path file) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE))
        {
            channel.force(true);
        }
    }
}
